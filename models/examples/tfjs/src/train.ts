import { type ModelInput, networkOf, useBackend, writePackage } from "@presage/model";
import * as tf from "@tensorflow/tfjs-core";
import { layers, type Sequential, sequential } from "@tensorflow/tfjs-layers";
import { readHistory, type Row, split } from "./history.ts";
import { fitInputs, standardise } from "./inputs.ts";
import { judge } from "./judge.ts";

const HORIZON_HOURS = 24;
const DECISION = { threshold: 0.5, k: 2, n: 3, clearThreshold: 0.25, clearWindows: 6 };
const GOLDEN_CASES = 64;

const [folder, out] = process.argv.slice(2);
if (folder === undefined || out === undefined) throw new Error("use: node train.js EXPORT OUT");

await useBackend("wasm");
const { train, test } = split(await readHistory(folder, HORIZON_HOURS));
const inputs = fitInputs(train.filter(({ fails }) => !fails));
const model = await fit(train, inputs);
const risks = predict(model, test, inputs);
const verdict = judge(test, risks, DECISION);
const machines = (rows: readonly Row[]): number => new Set(rows.map(({ asset }) => asset)).size;
process.stdout.write(
  `${machines(train)} machines to train on, ${machines(test)} others to judge by: AUC ${verdict.auc.toFixed(3)}; ` +
    `announced ${verdict.announced} of ${verdict.failures} machines that failed, and ${verdict.falsely} of ${verdict.healthy} that did not\n`,
);

const name = "plant-tfjs";
const order = [...test.keys()].toSorted((i, j) => (risks[i] ?? 0) - (risks[j] ?? 0));
const golden = Array.from({ length: GOLDEN_CASES }, (_, g) => {
  const i = order[Math.floor((g * (order.length - 1)) / (GOLDEN_CASES - 1))] ?? 0;
  return { features: test[i]?.features ?? {}, risk: risks[i] ?? NaN };
});
await writePackage(out, {
  manifest: {
    name,
    version: "1.0.0",
    description: "Failures of the plant's machines, a perceptron.",
    licence: "Apache-2.0",
    assetClasses: ["rotating-machine"],
    inputs,
    outputs: { risk: "the machine fails", horizonHours: HORIZON_HOURS },
    calibration: { method: "none" },
    decision: DECISION,
    training: { data: folder, windows: train.length, machines: machines(train) },
    metrics: { ...verdict },
  },
  network: await networkOf(model),
  golden,
  card: `# ${name} 1.0.0\n\nTrained on the history of this plant; says whether a machine fails within ${HORIZON_HOURS} hours.\n`,
});

/** A perceptron. The WASM backend, which is installed with Presage, can train dense layers, but no convolutions. */
async function fit(rows: readonly Row[], of: readonly ModelInput[]): Promise<Sequential> {
  const perceptron = sequential({
    layers: [
      layers.dense({ units: 32, activation: "relu", inputShape: [of.length] }),
      layers.dropout({ rate: 0.2 }),
      layers.dense({ units: 16, activation: "relu" }),
      layers.dense({ units: 1, activation: "sigmoid" }),
    ],
  });
  perceptron.compile({ optimizer: tf.train.adam(), loss: "binaryCrossentropy" });
  const x = tf.tensor2d(standardise(rows, of), [rows.length, of.length]);
  const y = tf.tensor2d(
    rows.map(({ fails }) => Number(fails)),
    [rows.length, 1],
  );
  await perceptron.fit(x, y, { epochs: 30, batchSize: 256, verbose: 0 });
  tf.dispose([x, y]);
  return perceptron;
}

function predict(perceptron: Sequential, rows: readonly Row[], of: readonly ModelInput[]): Float32Array {
  return tf.tidy(() => {
    const x = tf.tensor2d(standardise(rows, of), [rows.length, of.length]);
    return (perceptron.predictOnBatch(x) as tf.Tensor).dataSync<"float32">().slice();
  });
}
