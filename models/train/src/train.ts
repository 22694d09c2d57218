import { cumulative, remainingLife, type SurvivalOutput } from "@presage/model";
import { fitBand, type Interval } from "./band.ts";
import type { Corpus } from "./corpus.ts";
import { fitHazards, type Hazards, type HeldOut, thinned, weightsOf } from "./hazards.ts";
import { fitPlatt } from "./platt.ts";
import { inputsOf, type Row } from "./rows.ts";
import { EDGES, type Targets, targetsOf } from "./survival.ts";

/** A failure within another tenth of the time that the machine has run is to be foreseen. */
const HORIZON_SHARE = 0.1;

/** Hazards with their calibration: what scores. */
export interface Fitted extends Hazards {
  readonly calibration: Calibration;
  readonly outputs: SurvivalOutput;
}

interface Calibration {
  readonly a: number;
  readonly b: number;
}

/** A machine that the hazards were not learned from, and the log-odds that they give for its rows. */
interface Unlearned {
  readonly rows: readonly Row[];
  readonly logits: Float32Array;
}

/**
 * Fits a model on the corpus, without the recording `without` if one is named. It is calibrated on machines that were not learned from:
 * simulated ones kept apart, and each recording by hazards that were fitted without it.
 */
export async function fitModel(
  corpus: Corpus,
  seed: number,
  heldOut: HeldOut,
  onEpoch: (epoch: number, loss: number) => void,
  without?: string,
): Promise<Fitted> {
  const excluded = without === undefined ? [] : [without];
  const hazards = await fitHazards(corpus, seed, excluded, onEpoch);
  const simulated = corpus.validation.map(({ rows: all }): Unlearned => {
    const rows = thinned(all);
    return { rows, logits: hazards.network.logits(inputsOf(rows, hazards.inputs)) };
  });
  const recorded: Unlearned[] = [];
  for (const { name, rows } of corpus.recordings)
    if (name !== without) recorded.push({ rows, logits: await heldOut(name, excluded) });
  const machines = [...simulated, ...recorded];
  const allRows = (of: readonly Unlearned[]): Row[] => of.flatMap(({ rows }) => rows);
  const weights = weightsOf(allRows(simulated), allRows(recorded));
  const logits = Float32Array.from(machines.flatMap((machine) => [...machine.logits]));
  const calibration = calibrate(logits, targetsOf(allRows(machines), weights));
  const outputs: SurvivalOutput = {
    risk: "failure before the machine has run for another tenth of its time since the baseline began",
    horizonShare: HORIZON_SHARE,
    edges: [...EDGES],
    band: { low: 1, high: 1 },
  };
  const livesOf = ({ rows, logits: of }: Unlearned): Interval[] =>
    intervalsFrom(distributionsFrom(of, calibration), outputs, rows).filter((_, i) => rows[i]?.failed);
  const band = fitBand(recorded.map(livesOf), simulated.map(livesOf));
  return { ...hazards, calibration, outputs: { ...outputs, band } };
}

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

/** Distributions of the remaining lives, as shares of the age, row after row. */
function distributionsFrom(logits: Float32Array, { a, b }: Calibration): Float32Array[] {
  const scaled = logits.map((x) => a * x + b);
  return Array.from({ length: logits.length / EDGES.length }, (_, i) =>
    cumulative(scaled.subarray(i * EDGES.length, (i + 1) * EDGES.length)),
  );
}

const distributionsOf = ({ inputs, network, calibration }: Fitted, rows: readonly Row[]): Float32Array[] =>
  distributionsFrom(network.logits(inputsOf(rows, inputs)), calibration);

const intervalsFrom = (
  distributions: readonly Float32Array[],
  outputs: SurvivalOutput,
  rows: readonly Row[],
): Interval[] =>
  distributions.map((distribution, i) => {
    const [p10, p50, p90] = remainingLife(outputs, distribution);
    return { p10, p50, p90, actual: rows[i]?.remaining ?? NaN };
  });

/** Predicted bands beside what was. */
export const intervalsOf = (fitted: Fitted, rows: readonly Row[]): Interval[] =>
  intervalsFrom(distributionsOf(fitted, rows), fitted.outputs, rows);

/** Risks of rows. */
export function risksOf(fitted: Fitted, rows: readonly Row[]): number[] {
  const at = EDGES.findIndex((edge) => edge >= fitted.outputs.horizonShare);
  return distributionsOf(fitted, rows).map((distribution) => distribution[at] ?? NaN);
}

const digits = (x: number): number => Number(x.toPrecision(6));
