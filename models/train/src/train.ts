import { cumulative, type ModelInput, remainingLife, type SurvivalOutput } from "@presage/model";
import { fitBand, type Interval } from "./band.ts";
import type { Corpus, Course } from "./corpus.ts";
import { type FittedNetwork, fitNetwork } from "./fit.ts";
import { fitInputs } from "./inputs.ts";
import { fitPlatt } from "./platt.ts";
import { inputsOf, type Row } from "./rows.ts";
import { EDGES, type Targets, targetsOf } from "./survival.ts";

export const NETWORK = {
  hidden: [12, 8],
  epochs: 14,
  batch: 512,
  learningRate: 4e-3,
  decay: 1e-4,
  masked: 0.05,
  noise: 0.15,
};

/** A failure within another tenth of the time that the machine has run is to be foreseen. */
const HORIZON_SHARE = 0.1;

/** All recordings together weigh as much in the likelihood as this share of the simulated rows. */
const RECORDINGS_WEIGHT = 0.5;

/** Windows of machines that stay healthy weigh more: in a plant they are nearly all there is. */
const HEALTHY_WEIGHT = 5;

/** Rows of each life that are learned from, evenly over it: neighbours say the same. */
const ROWS_PER_LIFE = 100;

/** A network with its inputs, calibrated: what scores. */
export interface Fitted {
  readonly inputs: ModelInput[];
  readonly network: FittedNetwork;
  readonly calibration: { readonly a: number; readonly b: number };
  readonly outputs: SurvivalOutput;
}

/** Fits a model on the corpus, without the recording `without` if one is named. */
export async function fitModel(
  corpus: Corpus,
  seed: number,
  onEpoch: (epoch: number, loss: number) => void,
  without?: string,
): Promise<Fitted> {
  const simulated = corpus.training.flatMap(({ rows }) => thinned(rows));
  const recorded = corpus.recordings.filter(({ name }) => name !== without).flatMap(({ rows }) => rows);
  const rows = [...simulated, ...recorded];
  const inputs = fitInputs(rows);
  const network = await fitNetwork(
    {
      width: inputs.length,
      inputs: inputsOf(rows, inputs),
      targets: targetsOf(rows, weightsOf(simulated, recorded)),
    },
    { ...NETWORK, seed, onEpoch },
  );
  const held = corpus.validation.flatMap(({ rows: of }) => thinned(of));
  const judged = [...held, ...recorded];
  const calibration = calibrate(
    network.logits(inputsOf(judged, inputs)),
    targetsOf(judged, weightsOf(held, recorded)),
  );
  const draft = { inputs, network, calibration };
  const plain: SurvivalOutput = {
    risk: "failure before the machine has run for another tenth of its time since the baseline began",
    horizonShare: HORIZON_SHARE,
    edges: [...EDGES],
    band: { low: 1, high: 1 },
  };
  const bands = intervalsOf({ ...draft, outputs: plain }, judged);
  const weights = weightsOf(held, recorded);
  const band = fitBand(
    bands.filter((_, i) => judged[i]?.failed),
    weights.filter((_, i) => judged[i]?.failed),
  );
  return { ...draft, outputs: { ...plain, band } };
}

/** Weights of simulated rows, then of recorded ones. */
function weightsOf(simulated: readonly Row[], recorded: readonly Row[]): number[] {
  const share = (RECORDINGS_WEIGHT * simulated.length) / recorded.length;
  return [...simulated.map((row) => (row.failed ? 1 : HEALTHY_WEIGHT)), ...recorded.map(() => share)];
}

const thinned = (rows: readonly Row[]): Row[] => {
  const stride = Math.max(1, Math.floor(rows.length / ROWS_PER_LIFE));
  return rows.filter((_, i) => i % stride === 0);
};

/** Slope and offset that make the hazards' log-odds the most likely, over all edges of which something is known. */
function calibrate(logits: Float32Array, { weights, failed }: Targets): { a: number; b: number } {
  const known = [...weights.keys()].filter((i) => (weights[i] ?? 0) > 0);
  const { a, b } = fitPlatt(
    Float32Array.from(known, (i) => logits[i] ?? 0),
    Float32Array.from(known, (i) => failed[i] ?? 0),
    Float32Array.from(known, (i) => weights[i] ?? 0),
  );
  return { a: digits(a), b: digits(b) };
}

/** Distributions of the remaining lives of rows, as shares of the age. */
export function distributionsOf(fitted: Omit<Fitted, "outputs">, rows: readonly Row[]): Float32Array[] {
  const { inputs, network, calibration } = fitted;
  const logits = network.logits(inputsOf(rows, inputs)).map((x) => calibration.a * x + calibration.b);
  return rows.map((_, i) => cumulative(logits.subarray(i * EDGES.length, (i + 1) * EDGES.length)));
}

/** Predicted bands beside what was. */
export function intervalsOf(fitted: Fitted, rows: readonly Row[]): Interval[] {
  return distributionsOf(fitted, rows).map((distribution, i) => {
    const [p10, p50, p90] = remainingLife(fitted.outputs, distribution);
    return { p10, p50, p90, actual: rows[i]?.remaining ?? NaN };
  });
}

/** Risks of a course's rows. */
export function risksOf(fitted: Fitted, { rows }: Course): number[] {
  const at = EDGES.findIndex((edge) => edge >= fitted.outputs.horizonShare);
  return distributionsOf(fitted, rows).map((distribution) => distribution[at] ?? NaN);
}

const digits = (x: number): number => Number(x.toPrecision(6));
