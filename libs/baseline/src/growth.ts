import type { FeatureWindow } from "@presage/contracts";
import { type Baselines, readingOf } from "./baseline.ts";
import { INDICATORS } from "./indicators.ts";

/** One indicator of one sensor beside its baseline, both in the feature's unit. */
export interface Growth {
  readonly sensor: string;
  readonly value: number;
  readonly reference: number;
  /** Robust standard deviations, of this window alone. */
  readonly deviation: number;
}

/** An indicator (`quantity.feature`) at the sensor where it deviates most; undefined if no sensor has it and a baseline of it. */
export function growth(window: FeatureWindow, baselines: Baselines, indicator: string): Growth | undefined {
  const dot = indicator.indexOf(".");
  let worst: Growth | undefined;
  for (const [sensor, heard] of Object.entries(window.sensors)) {
    if (heard.quantity !== indicator.slice(0, dot)) continue;
    const i = INDICATORS[heard.quantity].findIndex(({ name }) => name === indicator.slice(dot + 1));
    const { transform, sides, name } = INDICATORS[heard.quantity][i] ?? {};
    const reading = readingOf(heard)[i] ?? null;
    const location = baselines[sensor]?.norms?.location[i] ?? null;
    const scale = baselines[sensor]?.norms?.scale[i] ?? null;
    if (name === undefined || reading === null || location === null || scale === null) continue;
    const deviation = (reading - location) / scale;
    const size = (z: number): number => (sides === "both" ? Math.abs(z) : z);
    if (worst !== undefined && size(worst.deviation) >= size(deviation)) continue;
    const reference = transform === "log" ? Math.exp(location) : location;
    worst = { sensor, value: heard.features[name] ?? NaN, reference, deviation };
  }
  return worst;
}
