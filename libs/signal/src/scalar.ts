import { extent } from "./extent.ts";
import { type Features, put, type Samples } from "./feature.ts";
import { median } from "./order-statistics.ts";

/**
 * Statistics of the values of any sensor, in its unit: `mean`, `min`, `max`, `median`, `std` √(mean (x − mean)²) and `mad`, the
 * median of |x − median| (not scaled; 1.4826 times it estimates the standard deviation of Gaussian noise, whatever the
 * outliers). Nothing of no values.
 *
 * Source: P. J. Huber, E. M. Ronchetti, Robust Statistics, 2nd edition 2009 (median, MAD).
 */
export function scalarStatistics(values: Samples): Features {
  const features: Features = {};
  if (values.length === 0) return features;
  const { mean, min, max } = extent(values);
  let squares = 0;
  for (const v of values) squares += (v - mean) ** 2;
  const middle = median(values);
  put(features, "mean", mean);
  put(features, "min", min);
  put(features, "max", max);
  put(features, "median", middle);
  put(features, "std", Math.sqrt(squares / values.length));
  put(features, "mad", median(Float64Array.from(values, (v) => Math.abs(v - middle))));
  return features;
}
