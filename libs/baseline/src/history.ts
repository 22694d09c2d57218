import type { FeatureWindow } from "@presage/contracts";
import { type Baselines, type Reading, standardised } from "./baseline.ts";
import { INDICATOR_NAMES, INDICATORS, offsetOf, sizeOf } from "./indicators.ts";
import { bounded, kept, LIMIT, smoothed } from "./smooth.ts";

/**
 * Deviations from the baseline, in robust standard deviations: of each indicator, in the order of INDICATOR_NAMES, the worst of the
 * asset's sensors; null for one that was never there.
 */
export interface History {
  /** Of the last window that had the indicator. */
  readonly short: Reading;
  /** Exponential mean over windows. */
  readonly long: Reading;
}

export const NO_HISTORY: History = { short: [], long: [] };

/** Deviations of one window: worst over sensors, in the order of INDICATOR_NAMES; null for what is not in it. */
export function deviations(window: FeatureWindow, baselines: Baselines): Reading {
  const worst = Array<number | null>(INDICATOR_NAMES.length).fill(null);
  for (const [sensor, heard] of Object.entries(window.sensors)) {
    const norms = baselines[sensor]?.norms;
    if (norms === undefined) continue;
    const first = offsetOf(heard.quantity);
    INDICATORS[heard.quantity].forEach((indicator, i) => {
      const z = standardised(heard, i, norms);
      if (z === null) return;
      worst[first + i] = Math.max(worst[first + i] ?? -LIMIT, bounded(sizeOf(indicator, z)));
    });
  }
  return worst;
}

/** The history with one more window. An indicator that is missing in it stays as it was. */
export const follow = ({ short, long }: History, window: Reading): History => ({
  short: window.map((z, i) => (z === null ? (short[i] ?? null) : kept(z))),
  long: window.map((z, i) => {
    const before = long[i] ?? null;
    return z === null ? before : smoothed(before ?? 0, z);
  }),
});

/** What can be asked of a history: the last deviation, the long mean, and how far the one has risen over the other. */
const VIEWS: Readonly<Record<string, (short: number, long: number) => number>> = {
  short: (short) => short,
  long: (_, long) => long,
  rise: (short, long) => short - long,
};

/** By name as a model's input: `quantity.feature@short`, `@long` or `@rise`; undefined where the indicator was never there. */
export function deviation({ short, long }: History, input: string): number | undefined {
  const [indicator = "", view = ""] = input.split("@");
  const i = INDICATOR_NAMES.indexOf(indicator);
  const last = short[i] ?? null;
  const mean = long[i] ?? null;
  return last === null || mean === null ? undefined : VIEWS[view]?.(last, mean);
}

/** The last deviation and the long mean of every indicator that was ever there, by its name. */
export const deviationsByName = ({ short, long }: History): Record<string, [number, number]> =>
  Object.fromEntries(
    INDICATOR_NAMES.flatMap((name, i) => {
      const [last, mean] = [short[i] ?? null, long[i] ?? null];
      return last === null || mean === null ? [] : [[name, [last, mean]]];
    }),
  );

/** Whether there is such a deviation. */
export const isDeviation = (input: string): boolean => {
  const [indicator = "", view = ""] = input.split("@");
  return INDICATOR_NAMES.includes(indicator) && Object.hasOwn(VIEWS, view);
};
