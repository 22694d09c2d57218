import type { ModelInput } from "@presage/model";
import type { Row } from "./rows.ts";

/** Indicators that the model sees: each as its last deviation, and as its rise over the long mean. */
const INDICATORS = [
  "acceleration.rms",
  "acceleration.peak",
  "acceleration.kurtosis",
  "acceleration.velocity_rms",
  "acceleration.band_rms_10_1000",
  "acceleration.band_rms_1000_4000",
  "acceleration.band_rms_4000_nyquist",
  "acceleration.envelope_floor",
  "temperature.mean",
] as const;

export const INPUT_NAMES: readonly string[] = INDICATORS.flatMap((indicator) => [
  `${indicator}@short`,
  `${indicator}@rise`,
]);

/** Inputs that spread alike over these rows; zero stays zero, so that a machine at its baseline is all zeros. */
export function fitInputs(rows: readonly Row[]): ModelInput[] {
  return INPUT_NAMES.map((feature) => {
    const values = rows.map(({ features }) => Math.asinh(features[feature] ?? 0));
    const std = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
    return {
      feature,
      transform: "asinh",
      mean: 0,
      std: Number(Math.max(0.1, std).toPrecision(4)),
      fallback: 0,
    };
  });
}
