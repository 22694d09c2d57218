import { type FeatureWindow, qualityFault, type Quantity } from "@presage/contracts";
import { type Baselines, type Norms, readingOf } from "./baseline.ts";
import { INDICATORS } from "./indicators.ts";
import { bounded } from "./smooth.ts";

/** Where one slow sensor is in a window beside its baseline, both in the sensor's unit. */
export interface Level {
  readonly sensor: string;
  /** `quantity.feature` */
  readonly feature: string;
  readonly value: number;
  readonly reference: number;
  /** Robust standard deviations, above or below. */
  readonly deviation: number;
}

/** What a slow sensor's level is: a vibration's waveform has none. */
const LEVELS: Readonly<Partial<Record<Quantity, string>>> = { scalar: "median", temperature: "mean" };

/** The spread within a window is asked of this indicator, where there is one. */
const NOISE = "std";

/**
 * Levels of the slow sensors that have a baseline and sent good data. The scale is the baseline's, with the standard deviation within
 * its healthy windows added in squares: a shift that a glance at the raw signal does not show is none. A sensor that never moved
 * and rests at zero has no scale, and no level.
 */
export function levels(window: FeatureWindow, baselines: Baselines): Level[] {
  return Object.entries(window.sensors).flatMap(([sensor, heard]): Level[] => {
    const name = LEVELS[heard.quantity];
    const norms = baselines[sensor]?.norms;
    if (name === undefined || norms === undefined) return [];
    if (qualityFault(heard.quantity, heard.quality) !== null) return [];
    const i = placeOf(heard.quantity, name);
    const value = readingOf(heard)[i] ?? null;
    const reference = norms.location[i] ?? null;
    const scale = scaleOf(norms, heard.quantity, i);
    if (value === null || reference === null || !(scale > Number.MIN_VALUE)) return [];
    const deviation = bounded((value - reference) / scale);
    return [{ sensor, feature: `${heard.quantity}.${name}`, value, reference, deviation }];
  });
}

function scaleOf({ location, scale }: Norms, quantity: Quantity, i: number): number {
  const noise = location[placeOf(quantity, NOISE)] ?? null;
  return Math.hypot(scale[i] ?? 0, noise === null ? 0 : Math.exp(noise));
}

const placeOf = (quantity: Quantity, name: string): number =>
  INDICATORS[quantity].findIndex((indicator) => indicator.name === name);
