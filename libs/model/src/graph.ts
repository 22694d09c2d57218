import { type GraphModel, loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import { type Backend, useBackend } from "./backend.ts";
import type { GraphNetwork } from "./graph-network.ts";
import type { LoadedNetwork, NetworkShape } from "./loaded-network.ts";
import { refused } from "./refused.ts";

/** Loads a graph model into TensorFlow.js. Throws `MODEL_WEIGHTS_WRONG` if it cannot be built, and `MODEL_SHAPE_WRONG` if it does not take and give rows of so many values. */
export async function openGraph(
  { topology: modelTopology, signature, specs: weightSpecs, weights: weightData }: GraphNetwork,
  { inputs: width, outputs: height }: NetworkShape,
  backend: Backend,
): Promise<LoadedNetwork> {
  await useBackend(backend);
  const handler = tf.io.fromMemory({
    format: "graph-model",
    modelTopology,
    weightSpecs,
    weightData,
    ...(signature !== undefined && { signature }),
  });
  let model: GraphModel;
  try {
    model = await loadGraphModel(handler);
  } catch (cause) {
    throw refused(
      "MODEL_WEIGHTS_WRONG",
      "TensorFlow.js cannot build the network from model.json and the weights; convert the SavedModel again",
      cause,
    );
  }
  const [source, ...moreInputs] = model.inputs;
  const [target, ...moreOutputs] = model.outputs;
  const takes = source?.dtype === "float32" && isRows(source.shape, width);
  // Of what comes out TensorFlow.js often knows nothing before it has run.
  const gives = target !== undefined && (target.shape === undefined || isRows(target.shape, height));
  if (!takes || !gives || moreInputs.length > 0 || moreOutputs.length > 0) {
    model.dispose();
    const shapes = JSON.stringify([model.inputs, model.outputs]);
    throw refused(
      "MODEL_SHAPE_WRONG",
      `the network's inputs and outputs are ${shapes}; by manifest.json they must be one of float32 [-1, ${width}] and one of float32 [-1, ${height}]`,
    );
  }
  return {
    run: (rows, count) =>
      tf.tidy(() => {
        const output = model.execute({ [source.name]: tf.tensor2d(rows, [count, width]) }) as tf.Tensor;
        return Float32Array.from(output.dataSync());
      }),
    close: () => model.dispose(),
  };
}

const isRows = (shape: readonly number[] | undefined, width: number): boolean =>
  shape?.length === 2 && shape[0] === -1 && shape[1] === width;
