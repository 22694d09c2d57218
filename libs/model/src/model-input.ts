import type { Driver, FeatureWindow } from "@presage/contracts";
import type { ModelInput } from "./manifest.ts";

/** Standardised values are kept within ±LIMIT: a network says nothing sensible further out than it was trained. */
const LIMIT = 10;

/** One row of a model's input. */
export interface InputRow {
  /** Standardised values in the order of the inputs, each in [-10, 10]. */
  readonly row: Float32Array;
  /** Names of the inputs of which no value is known; their values are the fallbacks. */
  readonly missing: readonly string[];
}

/** The deviation of an indicator from the asset's own baseline, by the name of the input: `quantity.feature@short`. */
export type DeviationOf = (input: string) => number | undefined;

/** Whether an input is a deviation from the asset's own baseline, not a value of the window. */
export const isFromBaseline = ({ feature }: ModelInput): boolean => feature.includes("@");

/**
 * A window of all sensors as a model's row: of each feature the worst (greatest) value over the asset's sensors of that
 * quantity, or its deviation from the baseline, transformed, standardised as (x − mean)/std and clamped to ±10.
 */
export function modelInput(
  window: FeatureWindow,
  inputs: readonly ModelInput[],
  deviationOf: DeviationOf = () => undefined,
): InputRow {
  return inputRow((name) => (name.includes("@") ? deviationOf(name) : worst(window, name)), inputs);
}

/** The same from a function that knows the features' values by `quantity.feature`. */
export function inputRow(
  valueOf: (feature: string) => number | undefined,
  inputs: readonly ModelInput[],
): InputRow {
  const row = new Float32Array(inputs.length);
  const missing: string[] = [];
  inputs.forEach((input, i) => {
    const value = valueOf(input.feature);
    if (value === undefined) missing.push(input.feature);
    row[i] = value === undefined ? input.fallback : deviation(value, input);
  });
  return { row, missing };
}

/** The `count` values furthest from those of healthy machines, most deviating first; missing ones are none. */
export function drivers(window: FeatureWindow, inputs: readonly ModelInput[], count: number): Driver[] {
  const found: Driver[] = [];
  for (const input of inputs) {
    const value = isFromBaseline(input) ? undefined : worst(window, input.feature);
    if (value === undefined) continue;
    const reference = BACK[input.transform](input.mean);
    found.push({ feature: input.feature, value, reference, deviation: deviation(value, input) });
  }
  return found.toSorted((a, b) => Math.abs(b.deviation) - Math.abs(a.deviation)).slice(0, count);
}

function worst(window: FeatureWindow, name: string): number | undefined {
  const dot = name.indexOf(".");
  const quantity = name.slice(0, dot);
  const feature = name.slice(dot + 1);
  let most: number | undefined;
  for (const sensor of Object.values(window.sensors)) {
    if (sensor.quantity !== quantity) continue;
    const value = sensor.features[feature];
    if (value !== undefined && (most === undefined || value > most)) most = value;
  }
  return most;
}

const TRANSFORMS = {
  identity: (x: number) => x,
  log: (x: number) => (x > 0 ? Math.log(x) : -Infinity),
  asinh: Math.asinh,
} as const satisfies Record<ModelInput["transform"], (x: number) => number>;

const BACK = { identity: (x: number) => x, log: Math.exp, asinh: Math.sinh } as const;

/** Standard deviations of the healthy training data. A value without a logarithm is as low as can be. */
function deviation(value: number, { transform, mean, std }: ModelInput): number {
  return Math.max(-LIMIT, Math.min(LIMIT, (TRANSFORMS[transform](value) - mean) / std));
}
