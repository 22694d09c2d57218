import type { FeatureWindow } from "@presage/contracts";

/** Limits a sensor's data must keep for its window to be scored. */
export const QUALITY_LIMITS = { coverage: 0.5, stuck: 0.5, outOfRange: 0.01, clipped: 0.01 } as const;

/** Why a window must not be scored, or null. A wrong number is worse than none. */
export function unfit(window: FeatureWindow): string | null {
  const sensors = Object.entries(window.sensors);
  if (sensors.length === 0) return "no usable sensor";
  for (const [sensor, { quantity, quality: q }] of sensors) {
    if (quantity !== "acceleration") continue;
    if (q.coverage < QUALITY_LIMITS.coverage) return `${sensor}: coverage ${q.coverage.toFixed(2)}`;
    if (q.stuck > QUALITY_LIMITS.stuck) return `${sensor}: stuck`;
    if (q.outOfRange > QUALITY_LIMITS.outOfRange) return `${sensor}: out of range`;
    if (q.clipped > QUALITY_LIMITS.clipped) return `${sensor}: clipped`;
  }
  return null;
}
