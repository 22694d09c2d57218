// Writes docs/model-manifest.schema.json from the manifest's schema: `npm run docs`.
import { writeFileSync } from "node:fs";
import { ModelManifest } from "./manifest.ts";

const schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "manifest.json of a Presage model package",
  ...ModelManifest,
};
writeFileSync(
  new URL("../../../docs/model-manifest.schema.json", import.meta.url),
  `${JSON.stringify(schema, null, 2)}\n`,
);
