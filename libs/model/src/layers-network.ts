import { Type } from "@sinclair/typebox";
import { refused } from "./refused.ts";
import { reader } from "./schema.ts";
import { readWeights, type WeightSpec, WeightsManifest } from "./weights.ts";

const readLayersModel = reader(
  "model.json",
  Type.Object({
    format: Type.Literal("layers-model"),
    modelTopology: Type.Object({}),
    weightsManifest: WeightsManifest("float32"),
  }),
);

/** A TF.js layers model as model.json and the weights' files describe it, checked but not loaded. */
export interface LayersNetwork {
  readonly format: "layers-model";
  readonly topology: object;
  readonly specs: WeightSpec<"float32">[];
  readonly weights: ArrayBuffer;
}

/** Layers that take one row per window and that every backend has. */
export const LAYERS: ReadonlySet<string> = new Set([
  "Activation",
  "Add",
  "BatchNormalization",
  "Concatenate",
  "Conv1D",
  "Dense",
  "Dropout",
  "ELU",
  "Flatten",
  "GlobalAveragePooling1D",
  "GlobalMaxPooling1D",
  "InputLayer",
  "LayerNormalization",
  "LeakyReLU",
  "MaxPooling1D",
  "ReLU",
  "Reshape",
]);

const MODELS: ReadonlySet<string> = new Set(["Sequential", "Functional", "Model"]);

/** Layers of all nested models together: building more takes long, and no row of features needs them. */
const MOST_LAYERS = 256;

/**
 * Reads a TF.js layers model. `bytesOf` gives a file of the package by name. Throws `MODEL_FORM_WRONG` if it is of another
 * format, `MODEL_OPERATOR_REFUSED` if it has a layer that is not in `LAYERS`, `MODEL_TOO_LARGE` if it has too many, and `MODEL_WEIGHTS_WRONG` if the weights
 * have another size or are not finite.
 */
export function readLayersNetwork(json: unknown, bytesOf: (file: string) => Uint8Array): LayersNetwork {
  const { modelTopology: topology, weightsManifest } = readLayersModel(json);
  for (const layer of layersOf(topology))
    if (!LAYERS.has(layer))
      throw refused(
        "MODEL_OPERATOR_REFUSED",
        `the network has a layer ${layer}; build it from ${[...LAYERS].join(", ")}`,
      );
  const { specs, bytes } = readWeights(weightsManifest, bytesOf);
  return { format: "layers-model", topology, specs, weights: bytes };
}

/** Class names of all layers of a topology, nested models included. Not by recursion: a hostile file may be nested deeper than the stack. */
function layersOf(topology: object): string[] {
  const found: string[] = [];
  const waiting: unknown[] = [(topology as { model_config?: unknown }).model_config ?? topology];
  for (let seen = 0; waiting.length > 0; seen++) {
    if (seen + waiting.length > MOST_LAYERS)
      throw refused(
        "MODEL_TOO_LARGE",
        `the network has more than ${MOST_LAYERS} layers; build a smaller one`,
      );
    const node = waiting.pop();
    if (typeof node !== "object" || node === null) continue;
    const { class_name: name, config } = node as { class_name?: unknown; config?: unknown };
    const layers = Array.isArray(config) ? config : (config as { layers?: unknown } | undefined)?.layers;
    if (Array.isArray(layers) && MODELS.has(String(name))) for (const layer of layers) waiting.push(layer);
    else found.push(String(name));
  }
  return found;
}
