import type { SurvivalOutput } from "./manifest.ts";

/** Quantiles of the remaining life. */
export const QUANTILES = [0.1, 0.5, 0.9] as const;

/**
 * The distribution of the remaining life as a share of the age, from the log-odds of the hazards h_j at the edges e_j:
 * F(e_j) = 1 − Π_{i ≤ j} (1 − h_i). Between two edges F is taken to be linear in the logarithm of the share, below the
 * first in the share itself.
 * Source: M. F. Gensheimer, B. Narasimhan, A scalable discrete-time survival model for neural networks, PeerJ 7 (2019).
 */
export function cumulative(
  logits: Float32Array,
  into: Float32Array = new Float32Array(logits.length),
): Float32Array {
  let survival = 1;
  for (let i = 0; i < logits.length; i++) {
    survival /= 1 + Math.exp(logits[i] as number);
    into[i] = 1 - survival;
  }
  return into;
}

/** Probability that the machine fails before its age has grown by `share`; of a share beyond the last edge, by that edge. */
export function failureBefore(share: number, edges: readonly number[], distribution: Float32Array): number {
  const after = edges.findIndex((edge) => edge >= share);
  if (after < 0) return distribution.at(-1) ?? NaN;
  const high = distribution[after] ?? NaN;
  const edge = edges[after] ?? NaN;
  if (after === 0) return (high * share) / edge;
  const low = distribution[after - 1] ?? NaN;
  const from = edges[after - 1] ?? NaN;
  return low + ((high - low) * Math.log(share / from)) / Math.log(edge / from);
}

/** The share of the age below which the machine fails with probability `p`; the last edge if that is not reached. */
export function quantile(p: number, edges: readonly number[], distribution: Float32Array): number {
  let after = 0;
  while (after < distribution.length && !((distribution[after] as number) >= p)) after++;
  if (after === distribution.length) return edges.at(-1) ?? NaN;
  const high = distribution[after] ?? NaN;
  const edge = edges[after] ?? NaN;
  if (after === 0) return (edge * p) / high;
  const low = distribution[after - 1] ?? NaN;
  const from = edges[after - 1] ?? NaN;
  return from * (edge / from) ** ((p - low) / (high - low));
}

/** p10, p50 and p90 of the remaining life as shares of the age, with the manifest's correction of the band. */
export function remainingLife(
  { edges, band }: SurvivalOutput,
  distribution: Float32Array,
): [p10: number, p50: number, p90: number] {
  const [p10, p50, p90] = QUANTILES;
  const low = quantile(p10, edges, distribution);
  const middle = quantile(p50, edges, distribution);
  const high = quantile(p90, edges, distribution);
  return [middle * (low / middle) ** band.low, middle, middle * (high / middle) ** band.high];
}
