import { type OpeningRule, openings } from "./metrics.ts";

/** Fewer openings say nothing of a rate. */
const LEAST_OPENINGS = 3;

/** Thresholds that are tried, denser towards the ends. */
const THRESHOLDS = Array.from({ length: 80 }, (_, i) => 1 / (1 + Math.exp(-(-5 + i / 8))));

/**
 * How often failures would be opened on healthy machines, per window, by threshold: rates descend. Beyond the last the tail is taken to
 * go on as it did, by whoever reads the table.
 */
export function falseAlarmTable(
  lives: readonly (readonly number[])[],
  rule: Omit<OpeningRule, "threshold">,
): { perWindow: number; threshold: number }[] {
  const windows = lives.reduce((sum, risks) => sum + risks.length, 0);
  const table: { perWindow: number; threshold: number }[] = [];
  for (const threshold of THRESHOLDS) {
    const count = lives.reduce((sum, risks) => sum + openings(risks, { ...rule, threshold }), 0);
    if (count < LEAST_OPENINGS) break;
    const perWindow = Number((count / windows).toPrecision(3));
    if (perWindow < (table.at(-1)?.perWindow ?? Infinity))
      table.push({ perWindow, threshold: Number(threshold.toPrecision(4)) });
  }
  return table;
}
