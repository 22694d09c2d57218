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

const YEAR_HOURS = 365.25 * 24;

/** A budget is for the year after an asset's first month: a share of its age is longest told apart when it is young. */
const MONTHS_BEFORE = 1;
const MONTHS_AFTER = 13;

/** A clear window has less than this share of the threshold's odds, so that a failure does not flap. */
const CLEAR_ODDS = 0.5;

/** The decision rule: the threshold that keeps to the budget of false alarms, unless one is set. */
export function ruleOf(
  manifest: Pick<ModelManifest, "decision" | "outputs">,
  { falseAlarmsPerYear, ...set }: DecisionSettings,
): DecisionRule {
  const { falseAlarms, ...byModel } = manifest.decision;
  const threshold =
    set.threshold ??
    (falseAlarms === undefined
      ? byModel.threshold
      : thresholdFor(falseAlarmsPerYear / spellsInYear(manifest), falseAlarms));
  const clearThreshold = set.clearThreshold ?? logistic(logit(threshold) + Math.log(CLEAR_ODDS));
  // One that was set over a threshold that the model and the budget give would close what it opens.
  return { ...byModel, ...set, threshold, clearThreshold: Math.min(clearThreshold, threshold) };
}

/** How often in a year it can be decided anew: spells as long as the patience, a share of the horizon. */
function spellsInYear({ decision, outputs }: Pick<ModelManifest, "decision" | "outputs">): number {
  const { patience = 0 } = decision;
  return "edges" in outputs
    ? Math.log(MONTHS_AFTER / MONTHS_BEFORE) / (patience * outputs.horizonShare)
    : YEAR_HOURS / (patience * outputs.horizonHours);
}

/**
 * The threshold for a rate of false alarms per spell, from a table with descending rates. Between its rows the log-odds are
 * linear in the logarithm of the rate, as they are in an exponential tail; below the last row that line goes on.
 */
export function thresholdFor(
  perSpell: number,
  table: NonNullable<ModelManifest["decision"]["falseAlarms"]>,
): number {
  const points = table.map((row) => [Math.log(row.perSpell), logit(row.threshold)] as const);
  const x = Math.log(perSpell);
  const [first] = points;
  if (first === undefined) throw new RangeError("the table of false alarms is empty");
  if (!(x < first[0]) || points.length === 1) return logistic(first[1]);
  const after = points.findIndex(([rate]) => rate <= x);
  // Beyond the table by the line through all of its rarer half: two rows alone are too few alarms to aim with.
  const [from, to] =
    after < 0 ? [Math.floor((points.length - 1) / 2), points.length - 1] : [after - 1, after];
  const [x0, y0] = points[from] ?? first;
  const [x1, y1] = points[to] ?? first;
  return logistic(y0 + ((x - x0) * (y1 - y0)) / (x1 - x0));
}

const logit = (p: number): number => Math.log(p / (1 - p));
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
