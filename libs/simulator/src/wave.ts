import type { Random } from "./random.ts";

/** A slow oscillation. */
export interface Wave {
  /** s */
  readonly period: number;
  /** rad, at time 0. */
  readonly phase: number;
  readonly amplitude: number;
}

/**
 * Draws waves whose sum wanders in [−1, 1]. Their periods, s, lie spread over [shortest, longest], the longer the stronger (amplitude
 * ∝ √period, as in a random walk's spectrum), so that the sum neither repeats soon nor has a step.
 */
export function drawWaves(random: Random, shortest: number, longest: number, count = 4): Wave[] {
  const ratio = (longest / shortest) ** (1 / count);
  const periods = Array.from({ length: count }, (_, i) =>
    random.logBetween(shortest * ratio ** i, shortest * ratio ** (i + 1)),
  );
  const total = periods.reduce((sum, period) => sum + Math.sqrt(period), 0);
  return periods.map((period) => ({
    period,
    phase: random.between(0, 2 * Math.PI),
    amplitude: Math.sqrt(period) / total,
  }));
}

/** The sum of waves at a time, s. */
export function sumOf(waves: readonly Wave[], time: number): number {
  let sum = 0;
  for (const { period, phase, amplitude } of waves)
    sum += amplitude * Math.sin((2 * Math.PI * time) / period + phase);
  return sum;
}
