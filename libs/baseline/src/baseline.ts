import type { FeatureWindow, Quantity } from "@presage/contracts";
import { type Indicator, INDICATORS, transformed } from "./indicators.ts";

/** Transformed values of one sensor, in the order of its quantity's indicators; null where it has none. */
export type Reading = readonly (number | null)[];

/** Robust location and scale of one sensor's indicators, transformed. */
export interface Norms {
  readonly location: Reading;
  readonly scale: Reading;
}

/** What a sensor says of a healthy machine in one operating state: readings while it is learned, then norms, frozen. */
export interface Baseline {
  /** Healthy windows it was learned from. */
  readonly windows: number;
  readonly readings?: readonly Reading[];
  readonly norms?: Norms;
}

/** Baselines by sensor. */
export type Baselines = Readonly<Record<string, Baseline>>;

/** What an asset is like when it is healthy. */
export interface AssetBaseline {
  /** Counts up with every reset, from 1. */
  readonly version: number;
  /** Start of the first window, epoch milliseconds; null before it. The asset's age counts from here. */
  readonly since: number | null;
  /** By operating state. */
  readonly states: Readonly<Record<string, Baselines>>;
}

export const UNLEARNED: AssetBaseline = { version: 1, since: null, states: {} };

/** Readings kept while learning, evenly over the commissioning: the state has to stay small. */
const MOST_READINGS = 32;

/** Fewer readings say nothing of a scale. */
const LEAST_READINGS = 5;

/** The median of |x − median| times this estimates the standard deviation of Gaussian noise. */
const MAD_TO_STD = 1.4826;

/** The ninth decile of Gaussian noise is so many standard deviations over its median. */
const DECILE_TO_STD = 1.2816;

/** A scalar's scale is at least this share of its location: its unit is unknown, so no spread can be given for it. */
const RELATIVE_SPREAD = 0.02;

/** The baseline after a reset: nothing is known any more. */
export const reset = ({ version }: AssetBaseline): AssetBaseline => ({ ...UNLEARNED, version: version + 1 });

/** A sensor's transformed readings in a window. */
export const readingOf = ({ quantity, features }: FeatureWindow["sensors"][string]): Reading =>
  INDICATORS[quantity].map((indicator) => transformed(indicator, features[indicator.name]));

/** How far one indicator of a sensor is from its norm, in robust standard deviations; null where either is missing. */
export function standardised(
  { quantity, features }: FeatureWindow["sensors"][string],
  i: number,
  { location, scale }: Norms,
): number | null {
  const indicator = INDICATORS[quantity][i];
  const value = indicator === undefined ? null : transformed(indicator, features[indicator.name]);
  const [middle, width] = [location[i] ?? null, scale[i] ?? null];
  return value === null || middle === null || width === null ? null : (value - middle) / width;
}

/**
 * Learns from one healthy window in an operating state. The baseline of a sensor freezes with the last of the `windows` in which it
 * was heard. Location is the median, scale the median absolute deviation × 1.4826, with the indicator's spread added in squares. Of what is
 * impulsive the distance of the ninth decile from the median over 1.2816 is taken, if greater: a machine that is struck in some windows and not in
 * others has two ways of being healthy, and the median absolute deviation knows of one.
 * Source: P. J. Huber, E. M. Ronchetti, Robust Statistics, 2nd edition 2009.
 */
export function learn(
  asset: AssetBaseline,
  state: string,
  window: FeatureWindow,
  windows: number,
): AssetBaseline {
  const before = asset.states[state] ?? {};
  // Its own: a sensor may have the name of what every object has, as `constructor`.
  const baselineOf = (sensor: string): Baseline | undefined =>
    Object.hasOwn(before, sensor) ? before[sensor] : undefined;
  const learning = Object.entries(window.sensors).filter(
    ([sensor]) => baselineOf(sensor)?.norms === undefined,
  );
  if (learning.length === 0) return asset;
  const after = { ...before };
  for (const [sensor, heard] of learning) after[sensor] = add(baselineOf(sensor), heard, windows);
  return { ...asset, since: asset.since ?? window.start, states: { ...asset.states, [state]: after } };
}

function add(
  before: Baseline = { windows: 0, readings: [] },
  heard: FeatureWindow["sensors"][string],
  windows: number,
): Baseline {
  const seen = before.windows + 1;
  const isKept = before.windows % Math.ceil(windows / MOST_READINGS) === 0;
  const reading = readingOf(heard).map((x) => (x === null ? null : digits(x)));
  const readings = isKept ? [...(before.readings ?? []), reading] : (before.readings ?? []);
  return seen < windows
    ? { windows: seen, readings }
    : { windows: seen, norms: normsOf(readings, heard.quantity) };
}

function normsOf(rows: readonly Reading[], quantity: Quantity): Norms {
  const norms = INDICATORS[quantity].map((indicator, i) =>
    normOf(
      rows.map((row) => row[i] ?? null).filter((x) => x !== null),
      indicator,
    ),
  );
  return { location: norms.map(([location]) => location), scale: norms.map(([, scale]) => scale) };
}

function normOf(
  values: readonly number[],
  { spread, isImpulsive }: Indicator,
): readonly [location: number | null, scale: number | null] {
  if (values.length < LEAST_READINGS) return [null, null];
  const location = median(values);
  const distances = values.map((x) => Math.abs(x - location));
  const above = isImpulsive ? (ninthDecile(values) - location) / DECILE_TO_STD : 0;
  const deviation = Math.max(MAD_TO_STD * median(distances), above);
  const floor = spread > 0 ? spread : RELATIVE_SPREAD * Math.abs(location) || Number.MIN_VALUE;
  return [digits(location), Number(Math.hypot(deviation, floor).toPrecision(4))];
}

/** The middle value; the mean of the two middle ones of an even number. NaN of none. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] ?? NaN) + upper) / 2;
}

const ninthDecile = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(0.9 * (values.length - 1))] ?? NaN;

/** Enough digits for any sensor; what is in memory must be what a restart finds in the log. */
const digits = (x: number): number => Number(x.toPrecision(5));
