import type { ModelManifest } from "./manifest.ts";
import type { PackageParts } from "./write.ts";

/** A network of one dense layer: weights input by input, then a bias per unit. */
export const dense = (
  inputs: number,
  units: number,
  activation: "sigmoid" | "linear",
  weights: readonly number[],
): PackageParts["network"] => ({
  format: "layers-model",
  topology: {
    class_name: "Sequential",
    config: {
      name: "s",
      layers: [
        {
          class_name: "Dense",
          config: { name: "d", units, activation, use_bias: true, batch_input_shape: [null, inputs] },
        },
      ],
    },
  },
  specs: [
    { name: "d/kernel", shape: [inputs, units], dtype: "float32" },
    { name: "d/bias", shape: [units], dtype: "float32" },
  ],
  weights: Float32Array.from(weights).buffer,
});

/** A manifest with what no test is about. */
export const manifestOf = <M extends Pick<ModelManifest, "inputs" | "outputs" | "calibration" | "decision">>(
  manifest: M,
) => ({
  name: "test",
  version: "1.0.0",
  description: "For tests.",
  licence: "Apache-2.0",
  assetClasses: ["any"],
  training: {},
  metrics: {},
  ...manifest,
});
