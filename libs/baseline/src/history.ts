import type { FeatureWindow } from "@presage/contracts";
import { type Baselines, median, type Reading, readingOf } from "./baseline.ts";
import { INDICATOR_NAMES, INDICATORS, offsetOf } from "./indicators.ts";

/**
 * Deviations from the baseline, in robust standard deviations: of each indicator, in the order of INDICATOR_NAMES, the worst of the
 * asset's sensors. Empty or null for one that was never there.
 */
export interface History {
  /** Of the last few windows that had the indicator, oldest first. */
  readonly recent: readonly (readonly number[])[];
  /** Exponential mean of what was of late. */
  readonly long: Reading;
}

export const NO_HISTORY: History = { recent: [], long: [] };

/** Of late: the median of so many windows, so that a knock in one of them is nothing. */
const RECENT = 3;

/** Of long: weight of a new window in the exponential mean, about the last 30. */
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
export function follow({ recent, long }: History, window: Reading): History {
  const after = window.map((z, i) => {
    const before = recent[i] ?? [];
    return z === null ? before : [...before, digits(z)].slice(-RECENT);
  });
  return {
    recent: after,
    long: window.map((z, i) => {
      const before = long[i] ?? null;
      if (z === null) return before;
      const late = ofLate(after[i] ?? []);
      return digits((before ?? 0) + WEIGHT * (late - (before ?? 0)));
    }),
  };
}

/** Before its first windows an indicator is as its baseline. */
const ofLate = (recent: readonly number[]): number =>
  median([...recent, ...Array<number>(RECENT - recent.length).fill(0)]);

/** What can be asked of a history: the deviation of late, that of long, and by how much the one has risen over the other. */
const VIEWS: Readonly<Record<string, (short: number, long: number) => number>> = {
  short: (short) => short,
  long: (_, long) => long,
  rise: (short, long) => short - long,
};

/** By name as a model's input: `quantity.feature@short`, `@long` or `@rise`; undefined where the indicator was never there. */
export function deviation({ recent, long }: History, input: string): number | undefined {
  const [indicator = "", view = ""] = input.split("@");
  const i = INDICATOR_NAMES.indexOf(indicator);
  const of = recent[i] ?? [];
  const over = long[i] ?? null;
  return of.length === 0 || over === null ? undefined : VIEWS[view]?.(ofLate(of), over);
}

/** Whether there is such a deviation. */
export const isDeviation = (input: string): boolean => {
  const [indicator = "", view = ""] = input.split("@");
  return INDICATOR_NAMES.includes(indicator) && Object.hasOwn(VIEWS, view);
};

/** What is in memory must be what a restart finds in the log. */
const digits = (z: number): number => Math.round(1e3 * z) / 1e3;
