import * as tf from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { type Backend, useBackend } from "./backend.ts";
import type { LayersNetwork } from "./layers-network.ts";
import type { LoadedNetwork, NetworkShape } from "./loaded-network.ts";
import { refused } from "./refused.ts";

/** Loads a layers model into TensorFlow.js. Throws `MODEL_WEIGHTS_WRONG` if it cannot be built, and `MODEL_SHAPE_WRONG` if it does not take and give rows of so many values. */
export async function openLayers(
  { topology: modelTopology, specs: weightSpecs, weights: weightData }: LayersNetwork,
  { inputs: width, outputs: height }: NetworkShape,
  backend: Backend,
): Promise<LoadedNetwork> {
  await useBackend(backend);
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
    run: (rows, count) =>
      tf.tidy(() => {
        // Not predict(): that splits into batches of 32.
        const output = model.predictOnBatch(tf.tensor2d(rows, [count, width])) as tf.Tensor;
        return output.dataSync<"float32">().slice();
      }),
    close: () => void model.dispose(),
  };
}
