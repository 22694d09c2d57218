import { PresageError } from "@presage/contracts";
import * as tf from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { type Backend, useBackend } from "./backend.ts";
import type { Network } from "./network.ts";

export interface LoadedNetwork {
  /** Outputs of `count` rows, row after row. */
  run(rows: Float32Array, count: number): Float32Array;
  close(): void;
}

/** Loads a network into a backend. Throws `MODEL_INVALID` if it cannot be built, or does not take and give rows of so many values. */
export async function openNetwork(
  network: Network,
  { inputs: width, outputs: height }: { readonly inputs: number; readonly outputs: number },
  backend: Backend,
): Promise<LoadedNetwork> {
  await useBackend(backend);
  const { topology: modelTopology, specs: weightSpecs, weights: weightData } = network;
  const handler = tf.io.fromMemory({ format: "layers-model", modelTopology, weightSpecs, weightData });
  let model: Awaited<ReturnType<typeof loadLayersModel>>;
  try {
    model = await loadLayersModel(handler);
  } catch (cause) {
    throw refused("TensorFlow.js cannot build the network from model.json; export it again", cause);
  }
  const shapes = JSON.stringify([model.inputs.map((t) => t.shape), model.outputs.map((t) => t.shape)]);
  if (shapes !== JSON.stringify([[[null, width]], [[null, height]]])) {
    model.dispose();
    throw refused(
      `the network's inputs and outputs have the shapes ${shapes}; by manifest.json they must be one of [null, ${width}] and one of [null, ${height}]`,
    );
  }
  return {
    run(rows, count) {
      if (rows.length !== count * width)
        throw new RangeError(`${rows.length} values are not ${count} rows of ${width}`);
      if (count === 0) return new Float32Array(0);
      return tf.tidy(() => {
        // Not predict(): that splits into batches of 32.
        const output = model.predictOnBatch(tf.tensor2d(rows, [count, width])) as tf.Tensor;
        return output.dataSync<"float32">().slice();
      });
    },
    close: () => void model.dispose(),
  };
}

const refused = (sentence: string, cause?: unknown): PresageError =>
  new PresageError("MODEL_INVALID", sentence, cause);
