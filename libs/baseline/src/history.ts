import type { FeatureWindow } from "@presage/contracts";
import { type Baseline, type Reading, readingsOf } from "./baseline.ts";
import { INDICATOR_NAMES, INDICATORS, offsetOf } from "./indicators.ts";

/**
 * Deviations from the baseline, in robust standard deviations, smoothed over the last windows: of each indicator the
 * worst of the asset's sensors, in the order of INDICATOR_NAMES; null for one that was never there.
 */
export interface History {
  readonly short: Reading;
  readonly long: Reading;
}

export const NO_HISTORY: History = { short: [], long: [] };

/** Weight of a new window in the exponential mean: about the last 3, and the last 30 windows. */
const WEIGHTS = { short: 0.5, long: 0.065 } as const;

/** Further out is not told apart: one knock must not weigh for hours. */
const LIMIT = 30;

/** Deviations of one window: worst over sensors, in the order of INDICATOR_NAMES. */
export function deviations(window: FeatureWindow, { norms = {} }: Baseline): (number | null)[] {
  const worst = Array<number | null>(INDICATOR_NAMES.length).fill(null);
  for (const [sensor, reading] of Object.entries(readingsOf(window))) {
    const quantity = window.sensors[sensor]?.quantity;
    const norm = norms[sensor];
    if (quantity === undefined || norm === undefined) continue;
    const first = offsetOf(quantity);
    INDICATORS[quantity].forEach(({ sides }, i) => {
      const value = reading[i] ?? null;
      const location = norm.location[i] ?? null;
      const scale = norm.scale[i] ?? null;
      if (value === null || location === null || scale === null) return;
      const z = (value - location) / scale;
      const far = Math.max(-LIMIT, Math.min(LIMIT, sides === "both" ? Math.abs(z) : z));
      worst[first + i] = Math.max(worst[first + i] ?? -LIMIT, far);
    });
  }
  return worst;
}

/** The history with one more window. An indicator that is missing in it stays as it was. */
export function follow({ short, long }: History, window: readonly (number | null)[]): History {
  const smooth = (before: Reading, weight: number): Reading =>
    window.map((z, i) => {
      const old = before[i] ?? null;
      if (z === null) return old;
      return Math.round(1e3 * ((old ?? 0) + weight * (z - (old ?? 0)))) / 1e3;
    });
  return { short: smooth(short, WEIGHTS.short), long: smooth(long, WEIGHTS.long) };
}

/** What can be asked of a history: the deviation of late, that of long, and by how much the one has risen over the other. */
const VIEWS: Readonly<Record<string, (short: number, long: number) => number>> = {
  short: (short) => short,
  long: (_, long) => long,
  rise: (short, long) => short - long,
};

/** By name as a model's input: `quantity.feature@short`, `@long` or `@rise`; undefined where the indicator was never there. */
export function deviation({ short, long }: History, input: string): number | undefined {
  const [indicator = "", view = ""] = input.split("@");
  const i = INDICATOR_NAMES.indexOf(indicator);
  const of = short[i] ?? null;
  const over = long[i] ?? null;
  return of === null || over === null ? undefined : VIEWS[view]?.(of, over);
}

/** Whether there is such a deviation. */
export const isDeviation = (input: string): boolean => {
  const [indicator = "", view = ""] = input.split("@");
  return INDICATOR_NAMES.includes(indicator) && Object.hasOwn(VIEWS, view);
};
