// Tries a package: a thread works on it, and this one looks after the process's memory and tells the parent how it went.
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { PresageError } from "@presage/contracts";
import type { Backend } from "./backend.ts";
import { loadPackage } from "./package.ts";
import { refused } from "./refused.ts";
import { openScorer, probe, PROBE_ROWS } from "./scorer.ts";
import type { TrialAnswer, TrialResult } from "./trial.ts";

/** Of the whole process, MiB; TensorFlow.js and the largest package together need less than half. */
const MOST_MEMORY = 1_024;

const LOOK_MS = 20;

/** Scorings: the first few compile, the median of the rest is told. */
const WARM_UP = 3;
const MEASURED = 9;

async function trial(path: string, backend: Backend, latencyBudget: number): Promise<TrialResult> {
  const made = await loadPackage(path);
  const scorer = await openScorer(made, { backend });
  const { manifest, digest, network, golden } = made;
  const rows = probe(manifest.inputs.length);
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + MEASURED; i++) {
    const begin = performance.now();
    await scorer.score(rows, PROBE_ROWS);
    if (i >= WARM_UP) times.push(performance.now() - begin);
  }
  const latency = times.toSorted((a, b) => a - b)[MEASURED >> 1] ?? NaN;
  if (latency > latencyBudget)
    throw refused(
      "MODEL_TOO_SLOW",
      `${PROBE_ROWS} windows take ${latency.toFixed(1)} ms, over the budget of ${latencyBudget} ms; make the network smaller, or raise model.latencyBudget`,
    );
  const { name, version, inputs } = manifest;
  const weights =
    network.format === "onnx" ? network.learned : network.weights.byteLength / Float32Array.BYTES_PER_ELEMENT;
  return { name, version, digest, inputs: inputs.length, weights, golden: golden.length, latency };
}

function look(): void {
  const [path = "", backend, budget] = process.argv.slice(2);
  const worker = new Worker(new URL(import.meta.url), { workerData: [path, backend, Number(budget)] });
  const answer = (told: TrialAnswer): void => {
    process.send?.(told, () => process.exit());
  };
  const outOfMemory = (): void =>
    answer({
      code: "MODEL_TOO_LARGE",
      message: `the model needs more than ${MOST_MEMORY} MiB of memory; make it smaller`,
    });
  worker.on("message", answer);
  worker.on("error", (error) => {
    if ((error as { code?: unknown }).code === "ERR_WORKER_OUT_OF_MEMORY") outOfMemory();
    else throw error;
  });
  setInterval(() => {
    if (process.memoryUsage.rss() > MOST_MEMORY * 2 ** 20) outOfMemory();
  }, LOOK_MS);
}

if (isMainThread) look();
else {
  const [path, backend, budget] = workerData as [string, Backend, number];
  try {
    parentPort?.postMessage({ passed: await trial(path, backend, budget) } satisfies TrialAnswer);
  } catch (error) {
    if (!(error instanceof PresageError)) throw error;
    const { code, message } = error;
    parentPort?.postMessage({ code, message } satisfies TrialAnswer);
  }
}
