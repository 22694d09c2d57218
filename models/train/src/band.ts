/** A row's predicted p10, p50, p90 of the remaining life, and what it was. */
export interface Interval {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly actual: number;
}

/** Share of the intervals in which the remaining life lay. */
export const coverage = (intervals: readonly Interval[]): number =>
  intervals.filter(({ p10, p90, actual }) => actual >= p10 && actual <= p90).length / intervals.length;

/**
 * By how much p10 and p90 have to be moved away from p50, in the logarithm, for a tenth of the remaining lives to lie beyond each:
 * conformalised quantiles, with the distance from the median as the score, each with its weight.
 * Source: Y. Romano, E. Patterson, E. Candès, Conformalized quantile regression, NeurIPS 2019.
 */
export function fitBand(
  intervals: readonly Interval[],
  weights: readonly number[],
): { low: number; high: number } {
  const low = intervals.map(({ p10, p50, actual }) => Math.log(actual / p50) / Math.log(p10 / p50));
  const high = intervals.map(({ p50, p90, actual }) => Math.log(actual / p50) / Math.log(p90 / p50));
  return { low: factor(low, weights), high: factor(high, weights) };
}

/** Nine tenths of the weight have a score below this. */
function factor(scores: readonly number[], weights: readonly number[]): number {
  const order = [...scores.keys()]
    .filter((i) => Number.isFinite(scores[i]))
    .toSorted((i, j) => (scores[i] ?? 0) - (scores[j] ?? 0));
  const all = order.reduce((sum, i) => sum + (weights[i] ?? 0), 0);
  let below = 0;
  const at = order.find((i) => (below += weights[i] ?? 0) >= 0.9 * all);
  return Number(Math.max(0.1, scores[at ?? -1] ?? 1).toPrecision(4));
}
