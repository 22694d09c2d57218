import { PresageError } from "@presage/contracts";
import type { LoadedNetwork, NetworkShape } from "./loaded-network.ts";
import type { OnnxNetwork } from "./onnx-network.ts";
import { refused } from "./refused.ts";

/** A variable, as it must be resolved neither before it is asked for nor by the compiler: it may not be installed. */
const ONNX_RUNTIME: string = "onnxruntime-node";

/** What is used of onnxruntime-node. */
interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: typeof OPTIONS): Promise<Session>;
  };
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => object;
}

interface Session {
  readonly inputMetadata: readonly Value[];
  readonly outputMetadata: readonly Value[];
  run(
    feeds: Readonly<Record<string, object>>,
  ): Promise<Readonly<Record<string, { readonly data: Float32Array }>>>;
  release(): Promise<void>;
}

interface Value {
  readonly name: string;
  /** Missing if it is no tensor. */
  readonly type?: string;
  /** Open sizes by name. */
  readonly shape?: readonly (number | string)[];
}

/**
 * One thread: a plant's rows are few, and the process has other work to do on the other cores. Of the format, as ONNX Runtime would
 * else take a file with the mark of its own for one, and run another network than was read.
 */
const OPTIONS = {
  executionProviders: ["cpu"],
  executionMode: "sequential",
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
  extra: { session: { load_model_format: "ONNX" } },
} as const;

/**
 * Loads an ONNX network into ONNX Runtime. Throws `MODEL_WEIGHTS_WRONG` if that cannot build it, `MODEL_SHAPE_WRONG` if it does not take and
 * give rows of so many values, and `CONFIG_INVALID` if onnxruntime-node is not installed.
 */
export async function openOnnx(
  { bytes }: OnnxNetwork,
  { inputs, outputs }: NetworkShape,
): Promise<LoadedNetwork> {
  const ort = await importOrt();
  let session: Session;
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
  const takes = source?.type === "float32" && isRows(source.shape, inputs);
  const gives =
    target?.type === "float32" &&
    (isRows(target.shape, outputs) || (outputs === 1 && target.shape?.length === 1));
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
      const found = (await session.run(feeds))[target.name];
      if (found === undefined) throw new RangeError(`ONNX Runtime gave no ${target.name}`);
      return found.data;
    },
    close: () => void session.release().catch(() => undefined),
  };
}

/** N rows, N open. Of some operators ONNX Runtime knows only while it runs how wide the rows are. */
const isRows = (shape: Value["shape"], width: number): boolean =>
  shape?.length === 2 && typeof shape[0] === "string" && (shape[1] === width || typeof shape[1] === "string");

async function importOrt(): Promise<OnnxRuntime> {
  try {
    return (await import(ONNX_RUNTIME)) as OnnxRuntime;
  } catch (cause) {
    throw new PresageError(
      "CONFIG_INVALID",
      "models in the format ONNX need the package onnxruntime-node, which is not installed: ONNXRUNTIME_NODE_INSTALL=skip npm install --include=optional",
      cause,
    );
  }
}
