import { PresageError } from "@presage/contracts";
import type { Backend } from "./backend.ts";
import { calibrate, scaled } from "./calibration.ts";
import { inputRow } from "./model-input.ts";
import type { Calibration, SurvivalOutput } from "./manifest.ts";
import type { ModelPackage } from "./package.ts";
import { cumulative, failureBefore, QUANTILES, remainingLife } from "./survival.ts";

/** What a model says of some rows. */
export interface Scores {
  /** In [0, 1]. */
  readonly risks: Float32Array;
  /** p10, p50 and p90 of each row's remaining life, as shares of the asset's age; null if the model says nothing of it. */
  readonly remaining: Float32Array | null;
}

export interface Scorer {
  /**
   * Scores `count` rows of standardised inputs, one after the other in `rows`. One call of the network, whatever the count.
   * Leaves nothing behind in the backend's memory.
   */
  score(rows: Float32Array, count: number): Scores;
  /** Gives the network's memory back; no score after that. */
  close(): void;
}

/** How far a golden risk may be off: backends differ in the order in which they add. */
const TOLERANCE = 1e-5;

/**
 * Loads a package's network into a backend and makes sure that it computes there what it did when it was made: as many
 * outputs per row as the manifest says, the golden risks to 1e-5, risks between 0 and 1 for the furthest inputs. Throws `MODEL_INVALID` if not, and `CONFIG_INVALID`
 * if the backend is not there. The first call in a process loads TensorFlow.js, some 200 ms.
 */
export async function openScorer(
  { manifest, network, golden }: ModelPackage,
  { backend = "wasm" }: { readonly backend?: Backend } = {},
): Promise<Scorer> {
  const { openNetwork } = await import("./tensorflow.ts");
  const { outputs, calibration } = manifest;
  const height = "edges" in outputs ? outputs.edges.length : 1;
  const loaded = await openNetwork(network, { inputs: manifest.inputs.length, outputs: height }, backend);
  const score = (rows: Float32Array, count: number): Scores => {
    const found = loaded.run(rows, count);
    return "edges" in outputs
      ? survivalScores(found, count, outputs, calibration)
      : { risks: calibrate(found, calibration), remaining: null };
  };

  try {
    const width = manifest.inputs.length;
    const rows = new Float32Array(golden.length * width);
    golden.forEach(({ features }, i) =>
      rows.set(inputRow((f) => features[f], manifest.inputs).row, i * width),
    );
    const { risks } = score(rows, golden.length);
    golden.forEach(({ risk }, i) => {
      if (!(Math.abs((risks[i] ?? NaN) - risk) <= TOLERANCE))
        throw refused(
          `golden case ${i} should have the risk ${risk} and has ${risks[i]}; make golden.json with this model and manifest`,
        );
    });
    const extremes = Float32Array.from([-10, 0, 10].flatMap((z) => Array<number>(width).fill(z)));
    if (!score(extremes, 3).risks.every((risk) => risk >= 0 && risk <= 1))
      throw refused("a risk is not between 0 and 1; calibrate the output, or end the network with a sigmoid");
  } catch (error) {
    loaded.close();
    throw error;
  }
  return { score, close: () => loaded.close() };
}

function survivalScores(
  logits: Float32Array,
  count: number,
  outputs: SurvivalOutput,
  calibration: Calibration,
): Scores {
  const { edges, horizonShare } = outputs;
  const risks = new Float32Array(count);
  const remaining = new Float32Array(count * QUANTILES.length);
  const hazards = scaled(logits, calibration);
  const distribution = new Float32Array(edges.length); // one for all rows: this is the hot loop
  for (let i = 0; i < count; i++) {
    cumulative(hazards.subarray(i * edges.length, (i + 1) * edges.length), distribution);
    risks[i] = failureBefore(horizonShare, edges, distribution);
    remaining.set(remainingLife(outputs, distribution), i * QUANTILES.length);
  }
  return { risks, remaining };
}

const refused = (sentence: string): PresageError => new PresageError("MODEL_INVALID", sentence);
