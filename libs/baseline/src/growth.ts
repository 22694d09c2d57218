import type { FeatureWindow } from "@presage/contracts";
import { type Baseline, readingsOf } from "./baseline.ts";
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
export function growth(
  window: FeatureWindow,
  { norms = {} }: Baseline,
  indicator: string,
): Growth | undefined {
  const dot = indicator.indexOf(".");
  const readings = readingsOf(window);
  let worst: Growth | undefined;
  for (const [sensor, { quantity, features }] of Object.entries(window.sensors)) {
    if (quantity !== indicator.slice(0, dot)) continue;
    const i = INDICATORS[quantity].findIndex(({ name }) => name === indicator.slice(dot + 1));
    const { transform, sides, name } = INDICATORS[quantity][i] ?? {};
    const reading = readings[sensor]?.[i] ?? null;
    const location = norms[sensor]?.location[i] ?? null;
    const scale = norms[sensor]?.scale[i] ?? null;
    if (name === undefined || reading === null || location === null || scale === null) continue;
    const deviation = (reading - location) / scale;
    const size = (z: number): number => (sides === "both" ? Math.abs(z) : z);
    if (worst !== undefined && size(worst.deviation) >= size(deviation)) continue;
    const reference = transform === "log" ? Math.exp(location) : location;
    worst = { sensor, value: features[name] ?? NaN, reference, deviation };
  }
  return worst;
}
