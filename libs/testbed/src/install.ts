import { HIVEMQ, install, isInstalled, jars, KAFKA } from "./jars.ts";

const all = [KAFKA, HIVEMQ];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.some((artifact) => artifact.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `unknown: ${unknown.join(", ")}; there are ${all.map(({ name }) => name).join(", ")}\n`,
  );
  process.exit(2);
}
for (const artifact of all) {
  if (wanted.length > 0 && !wanted.includes(artifact.name)) continue;
  if (!isInstalled(artifact)) process.stdout.write(`fetching ${artifact.name} ${artifact.version} …\n`);
  install(artifact);
  process.stdout.write(`${artifact.name} ${artifact.version} is in ${jars(artifact)}\n`);
}
