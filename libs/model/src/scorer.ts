import { PresageError } from "@presage/contracts";
import type { Backend } from "./backend.ts";
import { calibrate, scaled } from "./calibration.ts";
import { inputRow } from "./model-input.ts";
import type { GoldenCase } from "./golden.ts";
import type { Calibration, ModelInput, SurvivalOutput } from "./manifest.ts";
import { MOST_ROWS, openNetwork } from "./loaded-network.ts";
import type { ModelPackage } from "./package.ts";
import { refused } from "./refused.ts";
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
  score(rows: Float32Array, count: number): Promise<Scores>;
  /** Gives the network's memory back; no score after that. */
  close(): void;
}

/** How far a golden risk may be off: backends differ in the order in which they add. */
const TOLERANCE = 1e-5;

/**
 * Loads a package's network into a backend and makes sure that it computes there what it did when it was made: as many
 * outputs per row as the manifest says, the golden risks to 1e-5, probabilities and lives for whatever the inputs. Throws a `MODEL_…` code if not, and `CONFIG_INVALID`
 * if the backend is not there. The first call in a process loads TensorFlow.js, some 200 ms.
 */
export async function openScorer(
  { manifest, network, golden }: ModelPackage,
  { backend = "wasm" }: { readonly backend?: Backend } = {},
): Promise<Scorer> {
  const { outputs, calibration } = manifest;
  const height = "edges" in outputs ? outputs.edges.length : 1;
  const loaded = await openNetwork(network, { inputs: manifest.inputs.length, outputs: height }, backend);
  const score = async (rows: Float32Array, count: number): Promise<Scores> => {
    const found = await loaded.run(rows, count);
    return "edges" in outputs
      ? survivalScores(found, count, outputs, calibration)
      : { risks: calibrate(found, calibration), remaining: null };
  };

  try {
    await checkGolden(score, golden, manifest.inputs);
    await checkProbe(score, manifest.inputs.length);
  } catch (error) {
    loaded.close();
    throw error instanceof PresageError ? error : cannotRun(error);
  }
  return { score, close: () => loaded.close() };
}

type Score = Scorer["score"];

async function checkGolden(
  score: Score,
  golden: readonly GoldenCase[],
  inputs: readonly ModelInput[],
): Promise<void> {
  const rows = new Float32Array(golden.length * inputs.length);
  golden.forEach(({ features }, i) => rows.set(inputRow((f) => features[f], inputs).row, i * inputs.length));
  const { risks } = await score(rows, golden.length);
  golden.forEach(({ risk }, i) => {
    if (!isSame(risks[i], risk))
      throw refused(
        "MODEL_GOLDEN_MISSED",
        `golden case ${i} should have the risk ${risk} and has ${risks[i]}; make golden.json with this model and manifest`,
      );
  });
}

/** Scores what may come, which warms the engine as well. */
async function checkProbe(score: Score, width: number): Promise<void> {
  const rows = probe(width);
  const scores = await score(rows, PROBE_ROWS);
  checkScores(scores);
  const among = scores.risks.at(-1);
  const [alone] = (await score(rows.subarray(-width), 1)).risks;
  if (!isSame(alone, among ?? NaN))
    throw refused(
      "MODEL_OUTPUT_WRONG",
      `a row has the risk ${among} among others and ${alone} alone; let no layer work across the rows of a batch`,
    );
}

const isSame = (a = NaN, b: number): boolean => Math.abs(a - b) <= TOLERANCE;

/** Node.js has it, its types do not. */
declare const WebAssembly: { readonly RuntimeError: ErrorConstructor };

/** TensorFlow.js throws what it likes. */
const cannotRun = (cause: unknown): PresageError =>
  cause instanceof RangeError || cause instanceof WebAssembly.RuntimeError
    ? refused("MODEL_TOO_LARGE", "the network needs more memory than there is; make it smaller", cause)
    : refused(
        "MODEL_SHAPE_WRONG",
        "the network cannot be run: its layers do not fit each other; export it again",
        cause,
      );

/** Rows of a probe. */
export const PROBE_ROWS = MOST_ROWS;

/** Rows of standardised inputs all over their range of ±10: its ends, its middle, and points that are spread evenly by the golden ratio. */
export function probe(width: number): Float32Array {
  const ends = [-10, 0, 10].flatMap((z) => Array<number>(width).fill(z));
  return Float32Array.from(
    { length: PROBE_ROWS * width },
    (_, i) => ends[i] ?? 20 * ((i * 0.618033988749895) % 1) - 10,
  );
}

function checkScores({ risks, remaining }: Scores): void {
  if (!risks.every((risk) => risk >= 0 && risk <= 1))
    throw refused(
      "MODEL_OUTPUT_WRONG",
      "a risk is not between 0 and 1; calibrate the output, or end the network with a sigmoid",
    );
  if (remaining?.every((life) => life >= 0 && life < Infinity) === false)
    throw refused(
      "MODEL_OUTPUT_WRONG",
      "a remaining life is not finite; look at the outputs' edges and band",
    );
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
