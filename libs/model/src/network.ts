import { type GraphNetwork, readGraphNetwork } from "./graph-network.ts";
import { type LayersNetwork, readLayersNetwork } from "./layers-network.ts";
import { type OnnxNetwork, readOnnxNetwork } from "./onnx-network.ts";
import { refused } from "./refused.ts";

/** What computes: a network in one of three formats, checked but not loaded. */
export type Network = LayersNetwork | GraphNetwork | OnnxNetwork;

/** Files of which a package has one: the first for TF.js, with files of weights besides, the second for ONNX. */
const MODEL_JSON = "model.json";
const MODEL_ONNX = "model.onnx";

/**
 * Reads the network of a package whose files are these. Throws `MODEL_FORM_WRONG` if it is in none of the formats, or in two, and what the
 * formats' own readers do.
 */
export function readNetwork(
  names: readonly string[],
  bytesOf: (file: string) => Uint8Array,
  parse: (file: string) => unknown,
): Network {
  const found = [MODEL_JSON, MODEL_ONNX].filter((name) => names.includes(name));
  if (found.length !== 1)
    throw refused(
      "MODEL_FORM_WRONG",
      `manifest.json must list ${MODEL_JSON} or ${MODEL_ONNX}, one of them; it lists ${found.join(" and ") || "none"}`,
    );
  if (found[0] === MODEL_ONNX) return readOnnxNetwork(bytesOf(MODEL_ONNX));
  const json = parse(MODEL_JSON);
  return (json as { format?: unknown } | null)?.format === "graph-model"
    ? readGraphNetwork(json, bytesOf)
    : readLayersNetwork(json, bytesOf);
}
