import { type Features, put, type Samples } from "./feature.ts";

/** Mean, extremes and central moments of a block. */
export interface Moments {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** m_k = mean of (x − mean)^k; m2 is the variance. */
  readonly m2: number;
  readonly m3: number;
  readonly m4: number;
}

/**
 * Moments of at least one sample; summed in double precision, in the sample's unit to the power of the moment. Writes x − mean into
 * `centred`, which is as long or longer.
 */
export function moments(x: Samples, centred: Samples): Moments {
  const { length } = x;
  // Two sums, as an addition has to wait for the one before.
  let [even, odd] = [0, 0];
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i + 1 < length; i += 2) {
    const v = x[i] as number;
    const w = x[i + 1] as number;
    even += v;
    odd += w;
    min = Math.min(min, v, w);
    max = Math.max(max, v, w);
  }
  if (length % 2 === 1) {
    const v = x[length - 1] as number;
    even += v;
    min = Math.min(min, v);
    max = Math.max(max, v);
  }
  // Rounding of the sum would make a tiny variance, and from it a kurtosis, out of a constant signal.
  if (min === max) {
    centred.fill(0, 0, length);
    return { mean: min, min, max, m2: 0, m3: 0, m4: 0 };
  }
  const mean = (even + odd) / length;
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  for (let i = 0; i < length; i++) {
    const y = (x[i] as number) - mean;
    centred[i] = y;
    const square = y * y;
    m2 += square;
    m3 += square * y;
    m4 += square * square;
  }
  return { mean, min, max, m2: m2 / length, m3: m3 / length, m4: m4 / length };
}

/**
 * Statistics of the waveform. With y = x − mean, in the unit of x or without one:
 * `rms` √m2, `peak` max |y|, `peak_to_peak` max x − min x, `crest_factor` peak/rms,
 * `skewness` m3/m2^1.5, `kurtosis` m4/m2² (3 for Gaussian noise). The last three are left out of a constant signal.
 *
 * Source: ISO 20816-1 (rms, peak, peak-to-peak); D. N. Joanes, C. A. Gill, Comparing measures of sample skewness and
 * kurtosis, The Statistician 47 (1998), g1 and b2 − without their correction for small samples.
 */
export function timeStatistics(features: Features, { mean, min, max, m2, m3, m4 }: Moments): void {
  const rms = Math.sqrt(m2);
  const peak = Math.max(max - mean, mean - min);
  put(features, "mean", mean);
  put(features, "rms", rms);
  put(features, "peak", peak);
  put(features, "peak_to_peak", max - min);
  put(features, "crest_factor", peak / rms);
  put(features, "skewness", m3 / m2 ** 1.5);
  put(features, "kurtosis", m4 / m2 ** 2);
}
