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

/** How good risks are on lives that the model has not seen; `risks` are by life and window. */
export function evaluate(
  lives: readonly Life[],
  risks: readonly (readonly number[])[],
  horizonHours: number,
  rule: OpeningRule,
): Record<string, number> {
  const all = risks.flat();
  const labels = lives.flatMap((life) => labelsOf(life, horizonHours));
  const early = lives.flatMap((life) => life.map(({ hoursLeft }) => hoursLeft > 2 * horizonHours));
  const openings = risks.map((r) => opening(r, rule));
  const leads = openings.flatMap((at, i) => lives[i]?.[at]?.hoursLeft ?? []);
  const over = (i: number): boolean => (all[i] ?? 0) >= rule.threshold;
  const falseWindows = early.filter((is, i) => is && over(i)).length / early.filter(Boolean).length;
  const wearFound = lives.flatMap((life, l) => life.filter((_, i) => (risks[l]?.[i] ?? 0) >= rule.threshold)[0]?.wear ?? []);
  return round({
    auc: auc(all, labels),
    brier: brier(all, labels),
    detected: openings.filter((at) => at >= 0).length / lives.length,
    openedTooEarly: leads.filter((lead) => lead > 2 * horizonHours).length / lives.length,
    medianLeadHours: median(leads),
    medianWearAtFirstAlarm: median(wearFound),
    falseAlarmsPerWindow: falseWindows,
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const round = (metrics: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, Number(value.toFixed(4))]));
