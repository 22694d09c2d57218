import { INDICATOR_NAMES } from "@presage/baseline";
import { NOTABLE } from "./modes.ts";

/** The rule's name. */
export const LASTING_IMPACTS = "lasting-impacts";

/** Whether the vibration was impulsive, in each of the last windows that had any, oldest first. */
export type Impacts = readonly boolean[];

/**
 * Windows that are looked back on: the fewest with which no failure is opened on simulated healthy machines that are struck every now and then by
 * what they do. With seven there is one.
 */
const WINDOWS = 9;

/**
 * What the peak must be over its baseline, too, robust standard deviations: as their scale is at least 0.25 in the logarithm, its double or more. A
 * kurtosis by itself also rises where what was struck before as hard is drowned by less noise.
 */
const HARDER = 3;

const KURTOSIS = INDICATOR_NAMES.indexOf("acceleration.kurtosis");
const PEAK = INDICATOR_NAMES.indexOf("acceleration.peak");

/** With one more window, of which `deviations` from the baseline are known in the order of INDICATOR_NAMES. */
export function followImpacts(before: Impacts, deviations: readonly (number | null)[]): Impacts {
  const [kurtosis, peak] = [deviations[KURTOSIS] ?? null, deviations[PEAK] ?? null];
  if (kurtosis === null || peak === null) return before;
  return [...before, kurtosis >= NOTABLE && peak >= HARDER].slice(-WINDOWS);
}

/**
 * Whether kurtosis and peak have been well over the asset's own baseline in most of the last windows: rolling over a flaw strikes again
 * and again, and is heard in the kurtosis long before in the RMS, which the strikes of a small flaw hardly raise. In a window alone a
 * knock does the same. It is an early sign, so it opens a failure of low severity, and with the patience of the model's risk.
 *
 * Source: D. Dyer, R. M. Stewart, Detection of rolling element bearing damage by statistical vibration analysis, Journal of
 * Mechanical Design 100 (1978), for the kurtosis; the figures are ours.
 */
export const haveLasted = (impacts: Impacts): boolean => 2 * impacts.filter(Boolean).length > WINDOWS;
