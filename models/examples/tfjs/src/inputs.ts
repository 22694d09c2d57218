import { histogramOf, inputRow, type ModelInput } from "@presage/model";
import type { Row } from "./history.ts";

/** Features and what is done to them before they are standardised. */
const FEATURES: readonly (readonly [string, ModelInput["transform"]])[] = [
  ["acceleration.rms", "log"],
  ["acceleration.peak", "log"],
  ["acceleration.kurtosis", "log"],
  ["acceleration.velocity_rms", "log"],
  ["acceleration.band_rms_10_1000", "log"],
  ["acceleration.band_rms_1000_4000", "log"],
  ["acceleration.band_rms_4000_nyquist", "log"],
  ["acceleration.envelope_floor", "log"],
  ["temperature.mean", "identity"],
];

/** Inputs standardised by rows, which are those of machines that do not fail, each with its histogram. */
export const fitInputs = (rows: readonly Row[]): ModelInput[] =>
  FEATURES.map(([feature, transform]) => {
    const raw: ModelInput = { feature, transform, mean: 0, std: 1, fallback: 0 };
    const values = rows
      .map(({ features }) => features[feature])
      .filter((x) => x !== undefined && (transform !== "log" || x > 0))
      .map((x) => (transform === "log" ? Math.log(x as number) : (x as number)));
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const std = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
    const input = { ...raw, mean, std };
    const histogram = histogramOf(values.map((x) => (x - mean) / std));
    return histogram === undefined ? input : { ...input, histogram };
  });

/** What the network sees of rows, one after the other: made by the same function as when it scores. */
export function standardise(rows: readonly Row[], inputs: readonly ModelInput[]): Float32Array {
  const values = new Float32Array(rows.length * inputs.length);
  rows.forEach(({ features }, i) =>
    values.set(inputRow((name) => features[name], inputs).row, i * inputs.length),
  );
  return values;
}
