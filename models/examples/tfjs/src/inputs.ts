import { histogramOf, inputRow, type ModelInput } from "@presage/model";
import type { Row } from "./history.ts";

const INDICATORS = ["rms", "peak", "kurtosis", "velocity_rms", "band_rms_1000_4000", "envelope_floor"];

/** How far a machine is from its own baseline: machines differ more from each other than a failing one from itself. */
const FEATURES: readonly string[] = [
  ...INDICATORS.flatMap((name) => [`acceleration.${name}@short`, `acceleration.${name}@rise`]),
  "temperature.mean@short",
];

/** Inputs standardised by rows, which are those of machines that do not fail, each with its histogram. */
export const fitInputs = (rows: readonly Row[]): ModelInput[] =>
  FEATURES.map((feature) => {
    const values = rows.flatMap(({ features }) => {
      const value = features[feature];
      return value === undefined ? [] : [Math.asinh(value)];
    });
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const std = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
    const histogram = histogramOf(values.map((x) => (x - mean) / std));
    return {
      feature,
      transform: "asinh",
      mean,
      std,
      fallback: 0,
      ...(histogram !== undefined && { histogram }),
    };
  });

/** What the network sees of rows, one after the other: made by the same function as when it scores. */
export function standardise(rows: readonly Row[], inputs: readonly ModelInput[]): Float32Array {
  const values = new Float32Array(rows.length * inputs.length);
  rows.forEach(({ features }, i) =>
    values.set(inputRow((name) => features[name], inputs).row, i * inputs.length),
  );
  return values;
}
