import { fileURLToPath } from "node:url";
import { loadPackage, type ModelPackage, openScorer, type Scorer } from "@presage/model";
import { perceptron } from "./perceptron.ts";
import { rate } from "./rate.ts";
import { perSecond, type Row, times } from "./table.ts";

/** Windows of one poll of a large plant. */
const BATCH = 256;

const TARGETS = { "layers-model": 200_000, onnx: 1_000_000 } as const;
const ENGINES = { "layers-model": "WASM", onnx: "ONNX Runtime, one thread" } as const;

export async function benchScoring(): Promise<Row[]> {
  const directory = fileURLToPath(new URL("../../../models/bearing-wear", import.meta.url));
  const shipped = await loadPackage(directory);
  const rows: Row[] = [];
  for (const batch of [1, 32, BATCH, 1024])
    rows.push({
      what: `scoring, shipped model, batches of ${batch}`,
      who: "Presage, WASM",
      figure: perSecond(await scoresPerSecond([shipped], batch), 1),
    });
  for (const format of ["layers-model", "onnx"] as const) {
    const model = perceptron(format);
    const who = `Presage, ${ENGINES[format]}`;
    const what = `scoring, perceptron of 64-64-32-1, batches of ${BATCH}`;
    const alone = await scoresPerSecond([model], BATCH);
    const challenged = await scoresPerSecond([model, model], BATCH);
    rows.push(
      { what, who, figure: perSecond(alone, 1), ratio: `${times(alone, TARGETS[format])} of the target` },
      {
        what: `${what}, with a challenger`,
        who,
        figure: perSecond(challenged, 1),
        ratio: `${times(challenged, alone)} of alone`,
      },
    );
  }
  return rows;
}

/** Windows a second that all of the models score, each in batches of so many. */
async function scoresPerSecond(models: readonly ModelPackage[], batch: number): Promise<number> {
  const scorers: Scorer[] = [];
  for (const model of models) scorers.push(await openScorer(model));
  const width = models[0]?.manifest.inputs.length ?? 0;
  const inputs = Float32Array.from({ length: batch * width }, (_, i) => Math.sin(i));
  const calls = await rate(async () => {
    for (const scorer of scorers) await scorer.score(inputs, batch);
  });
  for (const scorer of scorers) scorer.close();
  return calls * batch;
}
