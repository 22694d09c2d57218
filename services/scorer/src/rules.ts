import type { FeatureWindow, Prediction } from "@presage/contracts";

export interface AbsoluteLimits {
  /** Cel; undefined switches the rule off. */
  readonly temperature?: number | undefined;
}

type Zone = NonNullable<Prediction["zone"]>;

/** The worst ISO 20816-3 zone among the asset's vibration sensors. */
export function worstZone(window: FeatureWindow): Zone | undefined {
  return Object.values(window.sensors)
    .map((s) => s.zone)
    .filter((zone) => zone !== undefined)
    .toSorted()
    .at(-1);
}

/** The absolute limits that the window passed. They need no model and no baseline, so alerts never go silent. */
export function passedLimits(window: FeatureWindow, limits: AbsoluteLimits): string[] {
  const passed: string[] = [];
  if (worstZone(window) === "D") passed.push("zone-d");
  const { temperature } = limits;
  const hot = (s: FeatureWindow["sensors"][string]): boolean =>
    s.quantity === "temperature" && (s.features["mean"] ?? -Infinity) > (temperature ?? Infinity);
  if (Object.values(window.sensors).some(hot)) passed.push("temperature-limit");
  return passed;
}
