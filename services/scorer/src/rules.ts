import { type Baselines, growths } from "@presage/baseline";
import type { FeatureWindow, Prediction } from "@presage/contracts";
import { BEARING_PARTS } from "./modes.ts";

/**
 * From this score on, lines at a bearing's fault frequencies stand out from the floor without doubt: their mean excess is 1.2 times the
 * threshold that noise does not reach. Of 30,000 windows of 100 simulated healthy machines at steady and changing speeds none has it
 * with blocks of 0.8 s, one with blocks of 0.1 s; three of five in a row, or two of three, never.
 */
const EVIDENCE = 0.6;

/**
 * How far the velocity of a sensor in zone C must be over its own baseline for an alarm, robust standard deviations; as their scale is at
 * least 0.25 in the logarithm, that is twice the velocity or more. Of the two criteria of ISO 20816-1, the zone and the change, this asks for
 * both: a change is significant from 25 % of the upper limit of zone B on, and what has doubled into zone C has changed by 50 % of
 * it. The 25 % alone are within what a loud healthy machine does from one window to the next.
 * Source: ISO 20816-1:2016, as quoted by makers of measuring instruments; the three deviations are ours.
 */
const VELOCITY_ALARM = 3;

/**
 * How far a temperature must be over its own baseline for an alarm, and how near to its limit, K. A day, a season or another load take a
 * healthy machine hardly as far, or not near to its limit as well. Of simulated healthy machines in a month one has 15 K, none 20 K.
 */
const TEMPERATURE_ALARM = 20;

/** The strongest evidence of a flaw of a bearing's part, 0 to 1. */
const bearingEvidence = (window: FeatureWindow): number =>
  Math.max(
    0,
    ...Object.values(window.sensors).flatMap(({ evidence = [] }) =>
      evidence.filter(({ mode }) => BEARING_PARTS.some((part) => part === mode)).map(({ score }) => score),
    ),
  );

export interface AbsoluteLimits {
  /** Cel; undefined switches the limit off, and the alarm before it. */
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

/**
 * The limits that the window passed. The absolute ones need no model and no baseline, so alerts never go silent; an alarm comes before
 * its limit, for what has also grown beyond the asset's own baseline. `baselines` are those of the window's operating state.
 */
export function passedLimits(
  window: FeatureWindow,
  limits: AbsoluteLimits,
  baselines: Baselines = {},
): string[] {
  const { temperature = Infinity, evidence = EVIDENCE } = limits;
  const passed: string[] = [];
  const zone = worstZone(window);
  if (zone === "D") passed.push("zone-d");
  else if (zone === "C" && hasLouder(window, baselines)) passed.push("velocity-alarm");
  if (isHot(window, temperature)) passed.push("temperature-limit");
  else if (hasHotter(window, baselines, temperature)) passed.push("temperature-alarm");
  if (bearingEvidence(window) >= evidence) passed.push("fault-frequency");
  return passed;
}

const isHot = ({ sensors }: FeatureWindow, limit: number): boolean =>
  Object.values(sensors).some(
    ({ quantity, features }) => quantity === "temperature" && (features["mean"] ?? -Infinity) > limit,
  );

const hasLouder = (window: FeatureWindow, baselines: Baselines): boolean =>
  growths(window, baselines, "acceleration.velocity_rms").some(
    ({ sensor, deviation }) => window.sensors[sensor]?.zone === "C" && deviation >= VELOCITY_ALARM,
  );

const hasHotter = (window: FeatureWindow, baselines: Baselines, limit: number): boolean =>
  growths(window, baselines, "temperature.mean").some(
    ({ value, reference }) => value - reference >= TEMPERATURE_ALARM && limit - value <= TEMPERATURE_ALARM,
  );
