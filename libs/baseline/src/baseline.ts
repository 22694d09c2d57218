import type { FeatureWindow, Quantity } from "@presage/contracts";
import { INDICATORS, transformed } from "./indicators.ts";

/** Transformed values of one sensor, in the order of its quantity's indicators; null where it has none. */
export type Reading = readonly (number | null)[];

/** Robust location and scale of one sensor's indicators, transformed. */
export interface Norms {
  readonly location: Reading;
  readonly scale: Reading;
}

/** What an asset is like in one operating state: readings by sensor while it is learned, then norms, frozen. */
export interface Baseline {
  /** Healthy windows it was learned from. */
  readonly windows: number;
  readonly readings?: Readonly<Record<string, readonly Reading[]>>;
  readonly norms?: Readonly<Record<string, Norms>>;
}

/** What an asset is like when it is healthy. */
export interface AssetBaseline {
  /** Counts up with every reset, from 1. */
  readonly version: number;
  /** Start of the first window, epoch milliseconds; null before it. The asset's age counts from here. */
  readonly since: number | null;
  /** By operating state. */
  readonly states: Readonly<Record<string, Baseline>>;
}

export const UNLEARNED: AssetBaseline = { version: 1, since: null, states: {} };

/** Readings kept while learning, evenly over the commissioning: the state has to stay small. */
const MOST_READINGS = 32;

/** Fewer readings say nothing of a scale. */
const LEAST_READINGS = 5;

/** The median of |x − median| times this estimates the standard deviation of Gaussian noise. */
const MAD_TO_STD = 1.4826;

/** A scalar's scale is at least this share of its location: its unit is unknown, so no spread can be given for it. */
const RELATIVE_SPREAD = 0.02;

/** The baseline after a reset: nothing is known any more. */
export const reset = ({ version }: AssetBaseline): AssetBaseline => ({ ...UNLEARNED, version: version + 1 });

/** Transformed readings of a window, by sensor. */
export function readingsOf(window: FeatureWindow): Record<string, Reading> {
  return Object.fromEntries(
    Object.entries(window.sensors).map(([sensor, { quantity, features }]) => [
      sensor,
      INDICATORS[quantity].map((indicator) => transformed(indicator, features[indicator.name])),
    ]),
  );
}

/**
 * Learns from one healthy window in an operating state; freezes with the last of `windows`. Location is the median, scale the
 * median absolute deviation × 1.4826, with the indicator's spread added in squares.
 * Source: P. J. Huber, E. M. Ronchetti, Robust Statistics, 2nd edition 2009.
 */
export function learn(
  asset: AssetBaseline,
  state: string,
  window: FeatureWindow,
  windows: number,
): AssetBaseline {
  const before = asset.states[state] ?? { windows: 0, readings: {} };
  const seen = before.windows + 1;
  const readings: Record<string, readonly Reading[]> = { ...before.readings };
  if (before.windows % Math.ceil(windows / MOST_READINGS) === 0)
    for (const [sensor, reading] of Object.entries(readingsOf(window)))
      readings[sensor] = [...(readings[sensor] ?? []), reading.map((x) => (x === null ? null : digits(x)))];
  const after: Baseline =
    seen < windows ? { windows: seen, readings } : { windows: seen, norms: freeze(readings, window) };
  return { ...asset, since: asset.since ?? window.start, states: { ...asset.states, [state]: after } };
}

function freeze(
  readings: Readonly<Record<string, readonly Reading[]>>,
  { sensors }: FeatureWindow,
): Record<string, Norms> {
  const norms: Record<string, Norms> = {};
  for (const [sensor, rows] of Object.entries(readings)) {
    const quantity = sensors[sensor]?.quantity;
    if (quantity !== undefined) norms[sensor] = normsOf(rows, quantity);
  }
  return norms;
}

function normsOf(rows: readonly Reading[], quantity: Quantity): Norms {
  const location: (number | null)[] = [];
  const scale: (number | null)[] = [];
  INDICATORS[quantity].forEach(({ spread }, i) => {
    const values = rows.map((row) => row[i] ?? null).filter((x) => x !== null);
    const middle = values.length < LEAST_READINGS ? null : median(values);
    location.push(middle === null ? null : digits(middle));
    if (middle === null) return void scale.push(null);
    const deviation = MAD_TO_STD * median(values.map((x) => Math.abs(x - middle)));
    const floor = spread > 0 ? spread : RELATIVE_SPREAD * Math.abs(middle) || Number.MIN_VALUE;
    scale.push(Number(Math.hypot(deviation, floor).toPrecision(4)));
  });
  return { location, scale };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] ?? NaN) + upper) / 2;
}

/** Enough digits for any sensor; what is in memory must be what a restart finds in the log. */
const digits = (x: number): number => Number(x.toPrecision(5));
