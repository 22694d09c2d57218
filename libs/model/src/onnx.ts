import { PresageError } from "@presage/contracts";
import type * as Ort from "onnxruntime-node";
import type { LoadedNetwork, NetworkShape } from "./loaded-network.ts";
import type { OnnxNetwork } from "./onnx-network.ts";
import { refused } from "./refused.ts";

/** One thread: a plant's rows are few, and the process has other work to do on the other cores. */
const OPTIONS: Ort.InferenceSession.SessionOptions = {
  executionProviders: ["cpu"],
  executionMode: "sequential",
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
};

/**
 * Loads an ONNX network into ONNX Runtime. Throws `MODEL_WEIGHTS_WRONG` if that cannot build it, `MODEL_SHAPE_WRONG` if it does not take and
 * give rows of so many values, and `CONFIG_INVALID` if onnxruntime-node is not installed.
 */
export async function openOnnx(
  { bytes }: OnnxNetwork,
  { inputs, outputs }: NetworkShape,
): Promise<LoadedNetwork> {
  const ort = await importOrt();
  let session: Ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(bytes, OPTIONS);
  } catch (cause) {
    throw refused(
      "MODEL_WEIGHTS_WRONG",
      "ONNX Runtime cannot build the network from model.onnx; check it with onnx.checker, and export it again",
      cause,
    );
  }
  const [source, ...moreInputs] = session.inputMetadata;
  const [target, ...moreOutputs] = session.outputMetadata;
  const takes = source?.isTensor === true && source.type === "float32" && isRows(source.shape, inputs);
  const gives =
    target?.isTensor === true &&
    target.type === "float32" &&
    (isRows(target.shape, outputs) || (outputs === 1 && target.shape.length === 1));
  if (!takes || !gives || moreInputs.length > 0 || moreOutputs.length > 0) {
    await session.release();
    const shapes = JSON.stringify([session.inputMetadata, session.outputMetadata]);
    throw refused(
      "MODEL_SHAPE_WRONG",
      `the network's inputs and outputs are ${shapes}; by manifest.json they must be one of float32 [N, ${inputs}] and one of float32 [N, ${outputs}]`,
    );
  }
  return {
    async run(rows, count) {
      const feeds = { [source.name]: new ort.Tensor("float32", rows, [count, inputs]) };
      const found: Readonly<Record<string, Ort.Tensor>> = await session.run(feeds);
      return found[target.name]?.data as Float32Array;
    },
    close: () => void session.release().catch(() => undefined),
  };
}

/** N rows, N open. Of some operators ONNX Runtime knows only while it runs how wide the rows are. */
const isRows = (shape: readonly (number | string)[], width: number): boolean =>
  shape.length === 2 && typeof shape[0] === "string" && (shape[1] === width || typeof shape[1] === "string");

async function importOrt(): Promise<typeof Ort> {
  try {
    return await import("onnxruntime-node");
  } catch (cause) {
    throw new PresageError(
      "CONFIG_INVALID",
      "models in the format ONNX need the package onnxruntime-node, which is not installed: npm install --include=optional",
      cause,
    );
  }
}
