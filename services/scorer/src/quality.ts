import { type FeatureWindow, qualityFault } from "@presage/contracts";

/** Why a window must not be scored, or null: a wrong number is worse than none. Only waveforms can spoil a score. */
export function unfit(window: FeatureWindow): string | null {
  const sensors = Object.entries(window.sensors);
  if (sensors.length === 0) return "no sensor was heard";
  for (const [sensor, { quantity, quality }] of sensors) {
    const fault = quantity === "acceleration" ? qualityFault(quantity, quality) : null;
    if (fault !== null) return `${sensor}: ${fault}`;
  }
  return null;
}
