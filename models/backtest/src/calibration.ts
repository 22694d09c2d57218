import { mean, ratio } from "./statistics.ts";

/** A risk that was predicted, and whether the machine failed within the horizon. */
export interface Judgement {
  readonly risk: number;
  readonly failed: boolean;
}

export interface Bin {
  /** Risks in [from, to), the last bin's end included. */
  readonly from: number;
  readonly to: number;
  readonly windows: number;
  /** Null without windows. */
  readonly mean_risk: number | null;
  readonly failed_share: number | null;
}

export interface Calibration {
  /** Windows that were scored and of which it is known whether the machine failed within the horizon. */
  readonly windows: number;
  /** Share of them that were followed by a failure within the horizon. */
  readonly failed_share: number | null;
  readonly bins: readonly Bin[];
  /** Mean squared error of the risk (G. W. Brier, 1950); 0 is perfect. */
  readonly brier: number | null;
  /** 1 - brier / brier of always saying `failed_share`; null if all windows came out alike, so that it says nothing. */
  readonly brier_skill: number | null;
}

const BINS = 10;

/** How far predicted risks and what happened agree. */
export function calibrationOf(judgements: readonly Judgement[]): Calibration {
  const bins = Array.from({ length: BINS }, (_, i): Bin => {
    const inside = judgements.filter(({ risk }) => Math.min(BINS - 1, Math.floor(risk * BINS)) === i);
    return {
      from: i / BINS,
      to: (i + 1) / BINS,
      windows: inside.length,
      mean_risk: mean(inside.map((j) => j.risk)),
      failed_share: failedShare(inside),
    };
  });
  const share = failedShare(judgements);
  const brier = brierOf(judgements);
  const constant = share === null ? 0 : share * (1 - share);
  const skill = brier === null ? null : ratio(brier, constant);
  return {
    windows: judgements.length,
    failed_share: share,
    bins,
    brier,
    brier_skill: skill === null ? null : 1 - skill,
  };
}

/** Mean squared error of the risks; null of none. */
export const brierOf = (judgements: readonly Judgement[]): number | null =>
  mean(judgements.map(({ risk, failed }) => (risk - (failed ? 1 : 0)) ** 2));

const failedShare = (judgements: readonly Judgement[]): number | null =>
  ratio(judgements.filter((j) => j.failed).length, judgements.length);

/**
 * Whether a machine failed within `horizon_s` of a moment; null if the recording ends before that is known.
 */
export function failedWithin(
  at_s: number,
  horizon_s: number,
  { failure_s, observed_s }: { readonly failure_s: number | null; readonly observed_s: number },
): boolean | null {
  if (failure_s !== null) return failure_s - at_s <= horizon_s;
  return at_s + horizon_s <= observed_s ? false : null;
}
