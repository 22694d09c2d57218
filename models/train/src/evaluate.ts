import { modelInput, type ModelInput, type Scorer } from "@presage/model";
import type { FeatureWindow } from "@presage/contracts";
import { auc, brier, opening, type OpeningRule } from "./metrics.ts";
import type { Life } from "./population.ts";

/** Risks of windows, in one call. */
export function risksOf(
  windows: readonly FeatureWindow[],
  inputs: readonly ModelInput[],
  scorer: Scorer,
): number[] {
  return [...scorer.score(rowsOf(windows, inputs), windows.length)];
}

/** The windows' rows, one after the other. */
export function rowsOf(windows: readonly FeatureWindow[], inputs: readonly ModelInput[]): Float32Array {
  const rows = new Float32Array(windows.length * inputs.length);
  windows.forEach((window, i) => rows.set(modelInput(window, inputs).row, i * inputs.length));
  return rows;
}

/** 1 for a window within the horizon of its machine's failure, else 0. */
export const labelsOf = (life: Life, horizonHours: number): number[] =>
  life.map(({ hoursLeft }) => (hoursLeft <= horizonHours ? 1 : 0));

/** Lives with the risk of each of their windows. */
export interface Judged {
  readonly lives: readonly Life[];
  readonly risks: readonly (readonly number[])[];
}

/**
 * How good risks are on machines that the model has not seen: `whole` over their whole lives, `ends` over their last two
 * horizons, in which windows follow each other as closely as a decision needs.
 */
export function evaluate(
  whole: Judged,
  ends: Judged,
  horizonHours: number,
  rule: OpeningRule,
): Record<string, number> {
  const risks = whole.risks.flat();
  const labels = whole.lives.flatMap((life) => labelsOf(life, horizonHours));
  const early = risks.filter((_, i) => (whole.lives.flat()[i]?.hoursLeft ?? 0) > 2 * horizonHours);
  const premature = whole.risks.filter((of, l) => {
    const at = opening(of, rule);
    return at >= 0 && (whole.lives[l]?.[at]?.hoursLeft ?? 0) > 2 * horizonHours;
  });
  const opened = ends.risks.flatMap((of, l) => ends.lives[l]?.[opening(of, rule)] ?? []);
  return round({
    auc: auc(risks, labels),
    brier: brier(risks, labels),
    falseAlarmsPerWindow: early.filter((risk) => risk >= rule.threshold).length / early.length,
    falselyOpened: premature.length / whole.lives.length,
    detected: opened.length / ends.lives.length,
    medianLeadHours: median(opened.map((e) => e.hoursLeft)),
    medianWearAtOpening: median(opened.map((e) => e.wear)),
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const round = (metrics: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, Number(value.toFixed(4))]));
