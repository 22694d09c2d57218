import { median, ratio } from "./statistics.ts";

/** A remaining life that was predicted, and what it turned out to be; hours. */
export interface LifeJudgement {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** Above 0. */
  readonly actual: number;
}

export interface LifeError {
  readonly windows: number;
  /** Median of |p50 - actual| / actual. */
  readonly median_relative_error: number | null;
  /** Median of |p50 - actual|, hours. */
  readonly median_error_hours: number | null;
  /** Share of the windows whose actual remaining life lay in [p10, p90]; 0.8 is what the band promises. */
  readonly coverage: number | null;
}

export interface RemainingLife extends LifeError {
  /** The same over the windows in which a failure was open: when somebody reads it. */
  readonly while_open: LifeError;
}

/** How far predicted remaining lives were from the actual ones. */
export function lifeErrorOf(judgements: readonly LifeJudgement[]): LifeError {
  const errors = judgements.map(({ p50, actual }) => Math.abs(p50 - actual));
  const within = judgements.filter(({ p10, p90, actual }) => p10 <= actual && actual <= p90);
  return {
    windows: judgements.length,
    median_relative_error: median(errors.map((error, i) => error / (judgements[i]?.actual ?? NaN))),
    median_error_hours: median(errors),
    coverage: ratio(within.length, judgements.length),
  };
}
