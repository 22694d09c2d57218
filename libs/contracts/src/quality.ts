import type { SensorQuality } from "./features.ts";
import type { Quantity } from "./samples.ts";

/** What a sensor's data must keep for a machine to be judged by it. */
export const QUALITY_LIMITS = {
  /** At least this share of the expected messages. */
  coverage: 0.5,
  /** At most this share of samples equal to the one before; a waveform's only, a slow quantity may stand still. */
  stuck: 0.5,
  /** At most this share of samples outside the sensor's range. */
  outOfRange: 0.01,
  /** At most this share of samples held at the block's extreme value. */
  clipped: 0.01,
} as const;

/** Which limit a sensor's data breaks, or null. */
export function qualityFault(quantity: Quantity, q: SensorQuality): string | null {
  if (q.samples === 0) return "no samples";
  if (q.coverage < QUALITY_LIMITS.coverage) return "too few messages";
  if (q.outOfRange > QUALITY_LIMITS.outOfRange) return "out of range";
  if (q.clipped > QUALITY_LIMITS.clipped) return "clipped";
  if (quantity === "acceleration" && q.stuck > QUALITY_LIMITS.stuck) return "stuck";
  return null;
}
