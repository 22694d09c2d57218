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

/** Moments of at least one sample; summed in double precision, in the sample's unit to the power of the moment. */
export function moments(x: Samples): Moments {
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < x.length; i++) {
    const v = x[i] as number;
    sum += v;
    if (v < min) min = v;
    if (v > max) max = v;
  }
  // Rounding of the sum would make a tiny variance, and from it a kurtosis, out of a constant signal.
  if (min === max) return { mean: min, min, max, m2: 0, m3: 0, m4: 0 };
  const mean = sum / x.length;
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  for (let i = 0; i < x.length; i++) {
    const y = (x[i] as number) - mean;
    const square = y * y;
    m2 += square;
    m3 += square * y;
    m4 += square * square;
  }
  return { mean, min, max, m2: m2 / x.length, m3: m3 / x.length, m4: m4 / x.length };
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
