import type { Histogram, ModelInput } from "./manifest.ts";

/** How far an input is from what the model was trained on. */
export interface Drift {
  readonly feature: string;
  /** Population stability index, 0 and up: below 0.1 nothing has changed, from 0.25 on it has. */
  readonly index: number;
  /** What the index may be by chance, as so few assets were seen: 99.9 of 100 are less. */
  readonly chance: number;
}

/** Rows of standardised inputs, and of how many assets they are. */
export interface RowSample {
  /** Row after row. */
  readonly rows: Float32Array;
  readonly assets: number;
}

/** A bin that was never hit is taken as this share: the logarithm of 0 would outweigh all others. */
const LEAST_SHARE = 1e-3;

/**
 * Population stability index of two distributions over the same bins: Σ (a − e) ln(a/e), with `expected` e and `actual` a as
 * shares. Source: N. Siddiqi, Credit Risk Scorecards, 2006.
 */
export function stabilityIndex(expected: readonly number[], actual: readonly number[]): number {
  return expected.reduce((sum, share, i) => {
    const [e, a] = [Math.max(share, LEAST_SHARE), Math.max(actual[i] ?? 0, LEAST_SHARE)];
    return sum + (a - e) * Math.log(a / e);
  }, 0);
}

/** Standard normal quantile of 99.9 %. */
const Z = 3.090232;

/**
 * What the index of an undrifted input is hardly ever over: it is distributed as χ²(bins − 1)/n (B. Yurdakul, Statistical Properties of
 * Population Stability Index, 2018), and windows of one asset are so much alike that n is the number of assets. χ² by
 * the approximation of Wilson and Hilferty, 1931.
 */
export function chanceIndex(bins: number, assets: number): number {
  const k = bins - 1;
  const a = 2 / (9 * k);
  return (k * (1 - a + Z * Math.sqrt(a)) ** 3) / assets;
}

/** The spread of a healthy input's standardised values in bins that hold as many each, as near as ties allow; undefined if all are the same. */
export function histogramOf(values: readonly number[], bins = 10): Histogram | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const quantiles = Array.from({ length: bins - 1 }, (_, i) => {
    const value = sorted[Math.floor(((i + 1) * sorted.length) / bins)] ?? NaN;
    return Number(value.toPrecision(4));
  });
  const edges = [...new Set(quantiles)].filter((edge) => edge > (sorted[0] ?? Infinity));
  if (edges.length === 0) return undefined;
  const shares = sharesOf(values, edges);
  return { edges, shares: shares.map((share) => Number(share.toFixed(4))) };
}

/** The drift of each input of which the package has a histogram. Rows in which an input is missing do not count for it. */
export function driftOf(inputs: readonly ModelInput[], { rows, assets }: RowSample): Drift[] {
  return inputs.flatMap(({ feature, histogram, fallback }, i) => {
    if (histogram === undefined) return [];
    const missing = Math.fround(fallback); // a value that was measured hits it exactly as good as never
    const values = valuesOf(rows, inputs.length, i).filter((value) => value !== missing);
    const share = (values.length * inputs.length) / rows.length;
    if (values.length === 0) return [];
    const index = stabilityIndex(histogram.shares, sharesOf(values, histogram.edges));
    return [{ feature, index, chance: chanceIndex(histogram.shares.length, assets * share) }];
  });
}

/**
 * The rows as another model's: each of its inputs that `inputs` has as well, with the same transform, standardised by its own mean and
 * deviation; the fallback for the others.
 */
export function restated(
  sample: RowSample,
  inputs: readonly ModelInput[],
  others: readonly ModelInput[],
): RowSample {
  const count = sample.rows.length / inputs.length;
  const rows = new Float32Array(count * others.length);
  others.forEach((other, j) => {
    const i = inputs.findIndex(
      (input) => input.feature === other.feature && input.transform === other.transform,
    );
    const input = inputs[i];
    const missing = Math.fround(input?.fallback ?? 0);
    for (let row = 0; row < count; row++) {
      const value = sample.rows[row * inputs.length + i];
      rows[row * others.length + j] =
        input === undefined || value === undefined || value === missing
          ? other.fallback
          : (value * input.std + input.mean - other.mean) / other.std;
    }
  });
  return { rows, assets: sample.assets };
}

const valuesOf = (rows: Float32Array, width: number, i: number): Float32Array =>
  Float32Array.from({ length: rows.length / width }, (_, row) => rows[row * width + i] ?? NaN);

/** Shares of the values between edges that ascend. */
function sharesOf(values: ArrayLike<number>, edges: readonly number[]): number[] {
  const counts = Array<number>(edges.length + 1).fill(0);
  for (let i = 0; i < values.length; i++) {
    const above = edges.findIndex((edge) => (values[i] ?? NaN) < edge);
    const bin = above < 0 ? edges.length : above;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((n) => n / values.length);
}
