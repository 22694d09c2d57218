import { HIVEMQ, install, isInstalled, jars, KAFKA } from "./jars.ts";

for (const artifact of [KAFKA, HIVEMQ]) {
  const had = isInstalled(artifact);
  if (!had) process.stdout.write(`fetching ${artifact.name} ${artifact.version} …\n`);
  install(artifact);
  process.stdout.write(`${artifact.name} ${artifact.version} is in ${jars(artifact)}\n`);
}
