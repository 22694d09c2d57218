import type { Quantity } from "@presage/contracts";

/** A feature that is judged against the asset's own baseline. */
export interface Indicator {
  /** Name in the feature catalogue, within its quantity. */
  readonly name: string;
  /** Ratios matter of amplitudes: their logarithm is compared. */
  readonly transform: "log" | "identity";
  /**
   * How far a healthy machine's value wanders beyond what a short commissioning shows (load, ambient, lubricant), one standard
   * deviation in the transformed unit. The scale is never less.
   */
  readonly spread: number;
  /** Whether only more than the baseline is a deviation, or less as well. */
  readonly sides: "more" | "both";
  /** Whether it is high in windows in which something strikes, which a healthy machine may have, too: now and then. */
  readonly isImpulsive: boolean;
}

const IMPULSIVE: readonly string[] = ["peak", "kurtosis", "crest_factor", "band_kurtosis"];

type Row = readonly [
  name: string,
  transform: Indicator["transform"],
  spread: number,
  sides?: Indicator["sides"],
];

const indicators = (rows: readonly Row[]): readonly Indicator[] =>
  rows.map(([name, transform, spread, sides = "more"]) => ({
    name,
    transform,
    spread,
    sides,
    isImpulsive: IMPULSIVE.includes(name),
  }));

/**
 * States in the log are in this order, so rows are only ever appended. Baselines are kept by sensor and take one more row well; histories
 * run on from quantity to quantity, so a row that is appended before the last quantity shifts those after it until they are filled anew.
 */
export const INDICATORS: Readonly<Record<Quantity, readonly Indicator[]>> = {
  acceleration: indicators([
    ["rms", "log", 0.2],
    ["peak", "log", 0.25],
    ["kurtosis", "log", 0.15],
    ["crest_factor", "log", 0.15],
    ["velocity_rms", "log", 0.25],
    ["spectral_centroid", "log", 0.05, "both"],
    ["band_rms_10_1000", "log", 0.25],
    ["band_rms_1000_4000", "log", 0.2],
    ["band_rms_4000_nyquist", "log", 0.25],
    ["envelope_floor", "log", 0.25],
    ["velocity_1x", "log", 0.3],
    ["velocity_2x", "log", 0.3],
    ["velocity_harmonics", "log", 0.3],
    ["velocity_subharmonics", "log", 0.3],
    ["band_kurtosis", "identity", 0.5],
  ]),
  temperature: indicators([
    ["mean", "identity", 4],
    ["slope", "identity", 0.2],
  ]),
  scalar: indicators([
    ["median", "identity", 0, "both"],
    ["std", "log", 0.25],
  ]),
};

const QUANTITIES = Object.keys(INDICATORS) as Quantity[];

/** `quantity.feature` of every indicator, in the order of a history. */
export const INDICATOR_NAMES: readonly string[] = QUANTITIES.flatMap((quantity) =>
  INDICATORS[quantity].map(({ name }) => `${quantity}.${name}`),
);

/** Where a quantity's indicators begin in a history. */
export const offsetOf = (quantity: Quantity): number =>
  QUANTITIES.slice(0, QUANTITIES.indexOf(quantity)).reduce((sum, q) => sum + INDICATORS[q].length, 0);

/** The indicator's value in the unit in which it is compared; null if the sensor does not have it. */
export function transformed({ transform }: Indicator, value: number | undefined): number | null {
  if (value === undefined) return null;
  if (transform === "identity") return value;
  return value > 0 ? Math.log(value) : null;
}

/** How much a deviation counts: of an indicator of which only more is one, less is less than none. */
export const sizeOf = ({ sides }: Indicator, z: number): number => (sides === "both" ? Math.abs(z) : z);
