import type { Samples } from "./feature.ts";

/** Mean, least and greatest of some values, in their unit. NaN and infinities of none. */
export function extent(values: Samples): {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
} {
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const v of values) {
    sum += v;
    min = Math.min(min, v);
    max = Math.max(max, v);
  }
  // Rounding must not put the mean of equal values beside them.
  return { mean: min === max ? min : sum / values.length, min, max };
}
