import { Type } from "@sinclair/typebox";
import { refused } from "./refused.ts";
import { reader } from "./schema.ts";

const Weights = Type.Object(
  {
    name: Type.String(),
    shape: Type.Array(Type.Integer({ minimum: 0 })),
    dtype: Type.Literal("float32"),
  },
  { not: { required: ["quantization"] } },
);

const readLayersModel = reader(
  "model.json",
  Type.Object({
    format: Type.Literal("layers-model"),
    modelTopology: Type.Object({}),
    weightsManifest: Type.Array(
      Type.Object({ paths: Type.Array(Type.String()), weights: Type.Array(Weights) }),
    ),
  }),
);

/** A network as model.json and the weights' files describe it, checked but not loaded. */
export interface Network {
  readonly topology: object;
  readonly specs: { name: string; shape: number[]; dtype: "float32" }[];
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

/** Values that are not finite, or absurd, would make every risk the same. */
const GREATEST_WEIGHT = 1e6;

/**
 * Reads a TF.js layers model. `bytesOf` gives a file of the package by name. Throws `MODEL_FORM_WRONG` if it is of another
 * format, `MODEL_OPERATOR_REFUSED` if it has a layer that is not in `LAYERS`, `MODEL_TOO_LARGE` if it has too many, and `MODEL_WEIGHTS_WRONG` if the weights
 * have another size or are not finite.
 */
export function readNetwork(json: unknown, bytesOf: (file: string) => Uint8Array): Network {
  const { modelTopology: topology, weightsManifest } = readLayersModel(json);
  for (const layer of layersOf(topology))
    if (!LAYERS.has(layer))
      throw refused(
        "MODEL_OPERATOR_REFUSED",
        `the network has a layer ${layer}; build it from ${[...LAYERS].join(", ")}`,
      );

  const specs = weightsManifest.flatMap((group) => group.weights);
  const parts = weightsManifest.flatMap((group) => group.paths.map(bytesOf));
  const weights = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    weights.set(part, at);
    at += part.byteLength;
  }
  const needed = specs.reduce((sum, spec) => sum + 4 * spec.shape.reduce((a, b) => a * b, 1), 0);
  if (weights.byteLength !== needed)
    throw refused(
      "MODEL_WEIGHTS_WRONG",
      `the weights have ${weights.byteLength} bytes and model.json says ${needed}; export both again`,
    );
  if (new Float32Array(weights.buffer).some((w) => !(Math.abs(w) <= GREATEST_WEIGHT)))
    throw refused(
      "MODEL_WEIGHTS_WRONG",
      "a weight is not finite or beyond a million; train again with a lower learning rate",
    );
  return { topology, specs, weights: weights.buffer };
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
