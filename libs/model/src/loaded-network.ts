import type { Backend } from "./backend.ts";
import type { Network } from "./network.ts";
import { refused } from "./refused.ts";

/** Values of a row that goes in, and of one that comes out. */
export interface NetworkShape {
  readonly inputs: number;
  readonly outputs: number;
}

export interface LoadedNetwork {
  /** Outputs of `count` rows, row after row; some engines compute in another turn. */
  run(rows: Float32Array, count: number): Float32Array | Promise<Float32Array>;
  close(): void;
}

/** Rows of a trial. A network gets no more at once later on, so that it cannot want more memory than when it was tried. */
export const MOST_ROWS = 256;

/**
 * Loads a network into the engine of its format: TensorFlow.js on a backend, or ONNX Runtime. Throws a `MODEL_…` code if it cannot be built or does not
 * take and give such rows, and `CONFIG_INVALID` if the engine is not there. `run` throws a `RangeError` if there are not so many rows.
 */
export async function openNetwork(
  network: Network,
  shape: NetworkShape,
  backend: Backend,
): Promise<LoadedNetwork> {
  const engine = await openEngine(network, shape, backend);
  const { inputs, outputs } = shape;

  async function runPart(rows: Float32Array, count: number): Promise<Float32Array> {
    const found = await engine.run(rows, count);
    if (found.length !== count * outputs)
      throw refused(
        "MODEL_SHAPE_WRONG",
        `the network gives ${found.length} values for ${count} rows; by manifest.json it must be ${outputs} for each`,
      );
    return found;
  }

  return {
    async run(rows, count) {
      if (rows.length !== count * inputs)
        throw new RangeError(`${rows.length} values are not ${count} rows of ${inputs}`);
      if (count <= MOST_ROWS) return count === 0 ? new Float32Array(0) : runPart(rows, count);
      const all = new Float32Array(count * outputs);
      for (let from = 0; from < count; from += MOST_ROWS) {
        const to = Math.min(count, from + MOST_ROWS);
        all.set(await runPart(rows.subarray(from * inputs, to * inputs), to - from), from * outputs);
      }
      return all;
    },
    close: () => engine.close(),
  };
}

/** Each engine is loaded only if a package asks for it. */
async function openEngine(network: Network, shape: NetworkShape, backend: Backend): Promise<LoadedNetwork> {
  if (network.format === "onnx") return (await import("./onnx.ts")).openOnnx(network, shape);
  return network.format === "graph-model"
    ? (await import("./graph.ts")).openGraph(network, shape, backend)
    : (await import("./layers.ts")).openLayers(network, shape, backend);
}
