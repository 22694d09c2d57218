import type { FeatureWindow } from "@presage/contracts";
import { type Baselines, type Reading, readingOf } from "./baseline.ts";
import { INDICATOR_NAMES, INDICATORS, offsetOf } from "./indicators.ts";

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

/** Weight of a new window in the long mean: about the last 30. */
const WEIGHT = 0.065;

/** Further out is not told apart. */
const LIMIT = 30;

/** Deviations of one window: worst over sensors, in the order of INDICATOR_NAMES; null for what is not in it. */
export function deviations(window: FeatureWindow, baselines: Baselines): Reading {
  const worst = Array<number | null>(INDICATOR_NAMES.length).fill(null);
  for (const [sensor, heard] of Object.entries(window.sensors)) {
    const norms = baselines[sensor]?.norms;
    if (norms === undefined) continue;
    const first = offsetOf(heard.quantity);
    const reading = readingOf(heard);
    INDICATORS[heard.quantity].forEach(({ sides }, i) => {
      const value = reading[i] ?? null;
      const location = norms.location[i] ?? null;
      const scale = norms.scale[i] ?? null;
      if (value === null || location === null || scale === null) return;
      const z = (value - location) / scale;
      const far = Math.max(-LIMIT, Math.min(LIMIT, sides === "both" ? Math.abs(z) : z));
      worst[first + i] = Math.max(worst[first + i] ?? -LIMIT, far);
    });
  }
  return worst;
}

/** The history with one more window. An indicator that is missing in it stays as it was. */
export const follow = ({ short, long }: History, window: Reading): History => ({
  short: window.map((z, i) => (z === null ? (short[i] ?? null) : digits(z))),
  long: window.map((z, i) => {
    const before = long[i] ?? null;
    return z === null ? before : digits((before ?? 0) + WEIGHT * (z - (before ?? 0)));
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

/** Whether there is such a deviation. */
export const isDeviation = (input: string): boolean => {
  const [indicator = "", view = ""] = input.split("@");
  return INDICATOR_NAMES.includes(indicator) && Object.hasOwn(VIEWS, view);
};

/** What is in memory must be what a restart finds in the log: JSON has no -0, adding 0 makes it 0. */
const digits = (z: number): number => Math.round(1e3 * z) / 1e3 + 0;
