import type { ModelManifest } from "@presage/model";
import type { DecisionRule } from "./decision.ts";

/** What the configuration may say of the decision; the rest follows from the model. */
export interface DecisionSettings {
  readonly threshold?: number;
  readonly k?: number;
  readonly n?: number;
  readonly clearThreshold?: number;
  readonly clearWindows?: number;
  readonly quietTime: number;
  /** False alarms of a healthy asset that are accepted in a year. */
  readonly falseAlarmsPerYear: number;
}

const YEAR = 365.25 * 24 * 3_600_000;

/** A clear window has less than this share of the threshold's odds, so that a failure does not flap. */
const CLEAR_ODDS = 0.25;

/**
 * The decision rule: the threshold that keeps to the budget of false alarms, by the model's table of how often windows of
 * healthy machines raise one, unless a threshold is set. `windowMs`: from one window to the next.
 */
export function ruleOf(
  { decision: { falseAlarms, ...byModel } }: Pick<ModelManifest, "decision">,
  { falseAlarmsPerYear, ...set }: DecisionSettings,
  windowMs: number,
): DecisionRule {
  const perWindow = (falseAlarmsPerYear * windowMs) / YEAR;
  const threshold =
    set.threshold ?? (falseAlarms === undefined ? byModel.threshold : thresholdFor(perWindow, falseAlarms));
  const odds = (CLEAR_ODDS * threshold) / (1 - threshold);
  const clearThreshold = Math.min(threshold, Number.isFinite(odds) ? odds / (1 + odds) : threshold);
  return { ...byModel, clearThreshold, ...set, threshold };
}

/**
 * The threshold for a rate of false alarms per window, from a table with descending rates. Between its rows the log-odds are
 * linear in the logarithm of the rate, as they are in an exponential tail; below the last row that line goes on.
 */
export function thresholdFor(
  perWindow: number,
  table: NonNullable<ModelManifest["decision"]["falseAlarms"]>,
): number {
  const points = table.map(({ perWindow: rate, threshold }) => [Math.log(rate), logit(threshold)] as const);
  const x = Math.log(perWindow);
  const [first] = points;
  if (first === undefined) throw new RangeError("the table of false alarms is empty");
  if (x >= first[0] || points.length === 1) return logistic(first[1]);
  const after = points.findIndex(([rate]) => rate <= x);
  const to = after < 0 ? points.length - 1 : after;
  const [x0, y0] = points[to - 1] ?? first;
  const [x1, y1] = points[to] ?? first;
  return logistic(y0 + ((x - x0) * (y1 - y0)) / (x1 - x0));
}

const logit = (p: number): number => Math.log(p / (1 - p));
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
