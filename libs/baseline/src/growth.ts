import type { FeatureWindow } from "@presage/contracts";
import { type Baselines, standardised } from "./baseline.ts";
import { type Indicator, INDICATORS, sizeOf } from "./indicators.ts";

/** One indicator of one sensor beside its baseline, both in the feature's unit. */
export interface Growth {
  readonly sensor: string;
  readonly value: number;
  readonly reference: number;
  /** Robust standard deviations, of this window alone. */
  readonly deviation: number;
}

/** An indicator (`quantity.feature`) of each sensor that has it and a baseline of it, the furthest from its baseline first. */
export function growths(window: FeatureWindow, baselines: Baselines, indicator: string): Growth[] {
  const dot = indicator.indexOf(".");
  const all: Readonly<Record<string, readonly Indicator[]>> = INDICATORS;
  const ofQuantity = all[indicator.slice(0, dot)] ?? [];
  const i = ofQuantity.findIndex(({ name }) => name === indicator.slice(dot + 1));
  const found = ofQuantity[i];
  if (found === undefined) return [];
  return Object.entries(window.sensors)
    .flatMap(([sensor, heard]): Growth[] => {
      const norms = baselines[sensor]?.norms;
      if (norms === undefined || INDICATORS[heard.quantity] !== ofQuantity) return [];
      const deviation = standardised(heard, i, norms);
      if (deviation === null) return [];
      const location = norms.location[i] ?? NaN;
      const reference = found.transform === "log" ? Math.exp(location) : location;
      return [{ sensor, value: heard.features[found.name] ?? NaN, reference, deviation }];
    })
    .toSorted((a, b) => sizeOf(found, b.deviation) - sizeOf(found, a.deviation));
}

/** An indicator at the sensor where it deviates most; undefined if no sensor has it and a baseline of it. */
export const growth = (window: FeatureWindow, baselines: Baselines, indicator: string): Growth | undefined =>
  growths(window, baselines, indicator)[0];
