import type { AssetDetail, SensorState } from "../../../src/schema/asset.ts";
import type { FailureDetail } from "../../../src/schema/failure.ts";
import { sentence } from "../parts/words.ts";
import { numberText, percentText, unitText, withUnit } from "../parts/format.ts";

/*
 * What the figures of a failure say, in sentences.
 */

export type Driver = FailureDetail["drivers"][number];

const SHORT = new Set(["rms", "bpfo", "bpfi", "bsf", "ftf", "hz", "iso", "z"]);

/**
 * `envelope_bpfo_ratio` as people say it: `Envelope BPFO ratio`; `band_rms_10_1000`: `Band RMS 10–1000 Hz`. The name of
 * the catalogue belongs in the tooltip.
 */
export function featureText(name: string): string {
  const words = name
    .replace(/_(\d+)_(\d+)$/, "_$1–$2 Hz")
    .replace(/_(\d+)_nyquist$/, "_above $1 Hz")
    .split(/[._\s]+/)
    .filter(Boolean)
    .map((word) => (SHORT.has(word) ? word.toUpperCase() : word))
    .join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const RULES: Readonly<Record<string, string>> = {
  "zone-d": "Velocity in ISO 20816-3 zone D",
  "velocity-alarm": "Velocity in zone C and above its baseline",
  "temperature-limit": "Temperature above its limit",
  "temperature-alarm": "Temperature far above its baseline",
  "fault-frequency": "A fault frequency of the bearing stands out",
  "lasting-impacts": "Impacts that last",
  "off-baseline": "Far off its baseline",
};

/** A limit that was passed. */
export const ruleText = (rule: string): string => RULES[rule] ?? sentence(rule);

/** `Kurtosis of vib-x`. */
export const featureOf = ({ feature, sensor }: Pick<Driver, "feature" | "sensor">): string =>
  sensor === undefined ? featureText(feature) : `${featureText(feature)} of ${sensor}`;

/** `Kurtosis of vib-x is 6.4, usually 3.1`. */
export function driverText(driver: Driver): string {
  const { value, reference, unit } = driver;
  return `${featureOf(driver)} is ${withUnit(value, unit)}, usually ${numberText(reference)} ${unitText(unit)}`.trimEnd();
}

/** How the last risks went. */
export function trendText(trend: readonly number[]): string | undefined {
  const [first, last] = [trend[0], trend.at(-1)];
  if (first === undefined || last === undefined || trend.length < 2) return undefined;
  const how = last - first > 0.05 ? "Rising" : first - last > 0.05 ? "Falling" : "Steady";
  return `${how}: ${percentText(first)} to ${percentText(last)} over the last ${trend.length} windows`;
}

/** From this many robust deviations on a feature is called far from its baseline. */
export const FAR = 3;

export function farText(drivers: readonly Driver[]): string {
  const far = drivers.filter(({ deviation }) => Math.abs(deviation) >= FAR).length;
  if (far === 0) return "No feature is far from its baseline";
  return far === 1 ? "1 feature is far from its baseline" : `${far} features are far from their baselines`;
}

const count = (number: number, one: string, many: string): string[] =>
  number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
const share = (value: number, what: string): string[] =>
  value <= 0 ? [] : [`${percentText(value)} ${what}`];

/** What is wrong with a sensor's last window; empty if nothing is. */
export function qualityProblems({ quality }: Pick<SensorState, "quality">): string[] {
  return [
    ...(quality.coverage < 0.95 ? [`${percentText(quality.coverage)} coverage`] : []),
    ...count(quality.gaps, "gap", "gaps"),
    ...share(quality.stuck, "stuck"),
    ...share(quality.outOfRange, "out of range"),
    ...share(quality.clipped, "clipped"),
    ...count(quality.clockSkewed, "block with a wrong clock", "blocks with a wrong clock"),
  ];
}

/** Whether the data can be trusted, in one sentence. */
export function dataText(sensors: AssetDetail["sensors"]): string {
  const bad = sensors
    .map((sensor) => ({ sensor: sensor.sensor, problems: qualityProblems(sensor) }))
    .filter(({ problems }) => problems.length > 0);
  if (sensors.length === 0) return "No data of its sensors";
  if (bad.length === 0) return "The data of all its sensors is good";
  return bad.map(({ sensor, problems }) => `${sensor}: ${problems.join(", ")}`).join("; ");
}
