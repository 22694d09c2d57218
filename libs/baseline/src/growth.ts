import type { FeatureWindow } from "@presage/contracts";
import { type Baselines, standardised } from "./baseline.ts";
import { INDICATORS, sizeOf } from "./indicators.ts";

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
    const found = INDICATORS[heard.quantity][i];
    const norms = baselines[sensor]?.norms;
    const deviation = norms === undefined ? null : standardised(heard, i, norms);
    if (found === undefined || deviation === null) continue;
    if (worst !== undefined && sizeOf(found, worst.deviation) >= sizeOf(found, deviation)) continue;
    const location = norms?.location[i] ?? NaN;
    const reference = found.transform === "log" ? Math.exp(location) : location;
    worst = { sensor, value: heard.features[found.name] ?? NaN, reference, deviation };
  }
  return worst;
}
