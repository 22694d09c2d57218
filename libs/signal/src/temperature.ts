import { extent } from "./extent.ts";
import { type Features, put, type Samples } from "./feature.ts";

/** A value at a time, epoch milliseconds. */
export type TrendPoint = readonly [time: number, value: number];

const MINUTE = 60_000;

/**
 * Statistics of temperatures in Cel: `mean`, `min` and `max` of the values, and `slope` in Cel/min of the trend: the line of
 * least squares through its points, Σ (t − t̄)(v − v̄) / Σ (t − t̄)². The slope is left out without two points of
 * different time; all are, of no values.
 *
 * Source: least squares, any textbook; for example N. R. Draper, H. Smith, Applied Regression Analysis, chapter 1.
 */
export function temperatureStatistics(values: Samples, trend: readonly TrendPoint[]): Features {
  const features: Features = {};
  if (values.length === 0) return features;
  const { mean, min, max } = extent(values);
  put(features, "mean", mean);
  put(features, "min", min);
  put(features, "max", max);
  put(features, "slope", slope(trend));
  return features;
}

/** Per minute; NaN without two different times. Times are centred, or their squares would lose the digits. */
function slope(points: readonly TrendPoint[]): number {
  const n = points.length;
  const meanTime = points.reduce((s, [t]) => s + t, 0) / n;
  const meanValue = points.reduce((s, [, v]) => s + v, 0) / n;
  let products = 0;
  let squares = 0;
  for (const [t, v] of points) {
    products += (t - meanTime) * (v - meanValue);
    squares += (t - meanTime) ** 2;
  }
  return (products / squares) * MINUTE;
}
