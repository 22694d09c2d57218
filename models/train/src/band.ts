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
 * By how much p10 and p90 have to be moved away from p50, in the logarithm, for a tenth of the remaining lives of a new machine to
 * lie beyond each: conformalised quantiles, with the distance from the median as the score. Windows of one machine resemble each
 * other, so a machine counts once, however many it has: the distributions of the scores are pooled, each real machine's with weight
 * 1, and with weight 1 that of all simulated machines together. These stand in for the machine to come, which a strict bound would
 * put at infinity: with few recordings that promises nothing, or far more than is asked for.
 * Sources: Y. Romano, E. Patterson, E. Candès, Conformalized quantile regression, NeurIPS 2019 (scores); R. Dunn, L. Wasserman,
 * A. Ramdas, Distribution-free prediction sets for two-layer hierarchical models, JASA 118 (2023) (pooling); Y. Lee, R. F. Barber,
 * R. Willett, Distribution-free inference with hierarchical data, 2023 (the strict bound).
 */
export function fitBand(
  recorded: readonly (readonly Interval[])[],
  simulated: readonly (readonly Interval[])[],
): { low: number; high: number } {
  const failing = simulated.filter((lives) => lives.length > 0);
  const pooled = [...weighted(recorded, 1), ...weighted(failing, 1 / failing.length)];
  return {
    low: factor(pooled, ({ p10, p50, actual }) => Math.log(actual / p50) / Math.log(p10 / p50)),
    high: factor(pooled, ({ p50, p90, actual }) => Math.log(actual / p50) / Math.log(p90 / p50)),
  };
}

interface Weighted {
  readonly interval: Interval;
  readonly weight: number;
}

/** The intervals of machines that have a weight of `each`, whatever their number of windows. */
const weighted = (machines: readonly (readonly Interval[])[], each: number): Weighted[] =>
  machines.flatMap((lives) => lives.map((interval) => ({ interval, weight: each / lives.length })));

/** Nine tenths of the weight have a score up to this. */
function factor(pooled: readonly Weighted[], scoreOf: (interval: Interval) => number): number {
  const scored = pooled
    .map(({ interval, weight }) => ({ score: scoreOf(interval), weight }))
    .filter(({ score }) => Number.isFinite(score))
    .toSorted((a, b) => a.score - b.score);
  const all = scored.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  const found = scored.find(({ weight }) => (below += weight) >= 0.9 * all);
  return Number(Math.max(0.1, found?.score ?? 1).toPrecision(4));
}
