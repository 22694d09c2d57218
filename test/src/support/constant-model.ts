import type { ModelReference } from "@presage/contracts";
import { type ModelInput, readPackage, writePackage } from "@presage/model";
import type { Registry } from "@presage/registry";

export interface ConstantModel {
  readonly name?: string;
  readonly version: string;
  /** Its risk, whatever it is asked, is 1/(1 + exp(−logit)). */
  readonly logit: number;
  readonly histogram?: ModelInput["histogram"];
}

export const riskOf = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** Writes a package whose risk is the same whatever it is asked. */
export async function writeConstant(
  directory: string,
  { name = "constant", version, logit, histogram }: ConstantModel,
): Promise<void> {
  const config = { name: "d", units: 1, activation: "sigmoid", use_bias: true, batch_input_shape: [null, 1] };
  await writePackage(directory, {
    manifest: {
      name,
      version,
      description: "For tests.",
      licence: "Apache-2.0",
      assetClasses: ["any"],
      inputs: [
        {
          feature: "acceleration.rms",
          transform: "identity",
          mean: 0,
          std: 1,
          fallback: 0,
          ...(histogram !== undefined && { histogram }),
        },
      ],
      outputs: { risk: "nothing", horizonHours: 24 },
      calibration: { method: "none" },
      decision: { threshold: 0.7, k: 1, n: 1, clearThreshold: 0.5, clearWindows: 1 },
      training: {},
      metrics: {},
    },
    network: {
      format: "layers-model",
      topology: {
        class_name: "Sequential",
        config: { name: "s", layers: [{ class_name: "Dense", config }] },
      },
      specs: [
        { name: "d/kernel", shape: [1, 1], dtype: "float32" },
        { name: "d/bias", shape: [1], dtype: "float32" },
      ],
      weights: Float32Array.of(0, logit).buffer,
    },
    golden: [{ features: {}, risk: riskOf(logit) }],
    card: "# Constant\n",
  });
}

/** Writes such a package and stores it. */
export async function pushConstant(
  registry: Registry,
  directory: string,
  model: ConstantModel,
): Promise<ModelReference> {
  await writeConstant(directory, model);
  const { manifest, digest, files } = await readPackage(directory);
  const reference = { name: manifest.name, version: manifest.version, digest };
  await registry.push(files, reference);
  return reference;
}
