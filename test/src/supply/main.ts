import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { audit } from "./audit.ts";
import { billOfMaterials } from "./bill.ts";
import { SERVICES, writeImage } from "./image.ts";
import { isAllowed, licenceList } from "./licences.ts";
import { productionPackages } from "./packages.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** Not committed. */
const OUT = join(ROOT, "dist");

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function write(name: string, text: string): void {
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, name), text);
  say(`wrote dist/${name}`);
}

function sbom(): number {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
  write("sbom.cdx.json", billOfMaterials(version, productionPackages(ROOT)));
  return 0;
}

function licences(): number {
  const packages = productionPackages(ROOT);
  write("licences.csv", licenceList(packages));
  const refused = packages.filter(({ licence }) => !isAllowed(licence));
  for (const { name, version, licence = "no licence" } of refused)
    say(`not allowed: ${name}@${version}: ${licence}`);
  say(`${packages.length} packages, ${refused.length} with a licence that is not allowed`);
  return refused.length === 0 ? 0 : 1;
}

/** 0: nothing is known to be vulnerable; 1: something is; 2: the registry could not be asked. */
function vulnerabilities(): number {
  const answer = audit(ROOT);
  if (!answer.asked) {
    say(`nothing is known: ${answer.why}`);
    return 2;
  }
  for (const each of answer.vulnerable) say(each);
  say(`${answer.vulnerable.length} packages with known vulnerabilities; npm audit --omit=dev says more`);
  return answer.vulnerable.length === 0 ? 0 : 1;
}

/** `image SERVICE FOLDER`: what goes into an image, into an empty folder. */
async function image(): Promise<number> {
  const [, , , service = "", out = ""] = process.argv;
  if (!["all", ...SERVICES].includes(service) || out === "") {
    say(`image SERVICE FOLDER; the service is all or one of ${SERVICES.join(", ")}`);
    return 2;
  }
  await writeImage(ROOT, service, out);
  return 0;
}

const COMMANDS: Readonly<Record<string, () => number | Promise<number>>> = {
  sbom,
  licences,
  vulnerabilities,
  image,
};
const command = COMMANDS[process.argv[2] ?? ""];
if (command === undefined) say(`one of ${Object.keys(COMMANDS).join(", ")}`);
process.exitCode = (await command?.()) ?? 2;
