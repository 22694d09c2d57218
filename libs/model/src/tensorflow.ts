import * as tf from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { type Backend, useBackend } from "./backend.ts";
import type { Network } from "./network.ts";
import { refused } from "./refused.ts";

export interface LoadedNetwork {
  /** Outputs of `count` rows, row after row; some engines compute elsewhere. Throws a `RangeError` if there are not so many rows. */
  run(rows: Float32Array, count: number): Float32Array | Promise<Float32Array>;
  close(): void;
}

/** Loads a network into a backend. Throws `MODEL_WEIGHTS_WRONG` if it cannot be built, and `MODEL_SHAPE_WRONG` if it does not take and give rows of so many values. */
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
    throw refused(
      "MODEL_WEIGHTS_WRONG",
      "TensorFlow.js cannot build the network from model.json and the weights; export both again",
      cause,
    );
  }
  const shapes = JSON.stringify([model.inputs.map((t) => t.shape), model.outputs.map((t) => t.shape)]);
  if (shapes !== JSON.stringify([[[null, width]], [[null, height]]])) {
    model.dispose();
    throw refused(
      "MODEL_SHAPE_WRONG",
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
