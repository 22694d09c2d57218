import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { PresageError } from "@presage/contracts";
import { useBackend, writePackage } from "@presage/model";
import { makeCorpus, SEED } from "./corpus.ts";
import { heldOutHazards, NETWORK } from "./hazards.ts";
import { leaveOneOut } from "./leave-one-out.ts";
import { packageOf } from "./package.ts";
import { fitModel } from "./train.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: fileURLToPath(new URL("../../bearing-wear", import.meta.url)) },
    recordings: { type: "string" },
    "leave-one-out": { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});

const HELP = `Trains the default model.

  npm run train -- [options]

  --recordings DIR      train on these runs to failure, too
  --out DIR             folder of the package; default models/bearing-wear
  --leave-one-out DIR   write no package, but judge each recording by a model that was trained without it, and
                        write report.json and report.html into this folder
  --help
`;

const begin = performance.now();
const log = (line: string): void =>
  void process.stderr.write(`${((performance.now() - begin) / 1e3).toFixed(0).padStart(4)} s  ${line}\n`);

async function main(): Promise<void> {
  const { recordings, out, "leave-one-out": judged } = values;
  if (values.help) return void process.stdout.write(HELP);
  if (judged !== undefined && recordings === undefined)
    throw new PresageError("CONFIG_INVALID", "--leave-one-out needs --recordings");
  await useBackend("wasm");
  const corpus = await makeCorpus(recordings, (done, all) => {
    if (done % 40 === 0) log(`simulated ${done} of ${all} machines`);
  });
  if (judged !== undefined && recordings !== undefined) return leaveOneOut(corpus, recordings, judged, log);
  const fitted = await fitModel(corpus, SEED, heldOutHazards(corpus, SEED), (epoch, loss) =>
    log(`epoch ${epoch} of ${NETWORK.epochs}: negative log-likelihood ${loss.toFixed(4)}`),
  );
  const parts = await packageOf(
    fitted,
    corpus,
    corpus.recordings.map(({ name }) => name),
  );
  log(`on machines kept for testing: ${JSON.stringify(parts.manifest.metrics)}`);
  await writePackage(out, parts);
  log(`written to ${out}`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof PresageError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = error.code === "CONFIG_INVALID" ? 2 : 1;
}
