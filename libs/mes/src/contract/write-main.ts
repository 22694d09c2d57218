// Writes the contract with the MES into docs/contract, or into the folder named: `npm run docs`, `npm run release-contract`.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { publishedContract } from "./published.ts";

const folder = process.argv[2] ?? fileURLToPath(new URL("../../../../docs/contract", import.meta.url));
const { asyncapi, schemas } = await publishedContract();
rmSync(join(folder, "schemas"), { recursive: true, force: true });
mkdirSync(join(folder, "schemas"), { recursive: true });
writeFileSync(join(folder, "asyncapi.yaml"), stringify(asyncapi, { aliasDuplicateObjects: false }));
for (const [name, schema] of Object.entries(schemas))
  writeFileSync(join(folder, "schemas", `${name}.json`), JSON.stringify(schema));
