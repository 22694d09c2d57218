import { PresageError } from "@presage/contracts";
import { Type } from "@sinclair/typebox";
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

/** Values that are not finite, or absurd, would make every risk the same. */
const GREATEST_WEIGHT = 1e6;

/**
 * Reads a TF.js layers model. `bytesOf` gives a file of the package by name. Throws `MODEL_INVALID` if it is of another
 * format, has a layer that is not in `LAYERS`, or weights that do not fit or are not finite.
 */
export function readNetwork(json: unknown, bytesOf: (file: string) => Uint8Array): Network {
  const { modelTopology: topology, weightsManifest } = readLayersModel(json);
  for (const layer of layersOf(topology))
    if (!LAYERS.has(layer))
      throw refused(`the network has a layer ${layer}; build it from ${[...LAYERS].join(", ")}`);

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
      `the weights have ${weights.byteLength} bytes and model.json says ${needed}; export both again`,
    );
  if (new Float32Array(weights.buffer).some((w) => !(Math.abs(w) <= GREATEST_WEIGHT)))
    throw refused("a weight is not finite or beyond a million; train again with a lower learning rate");
  return { topology, specs, weights: weights.buffer };
}

/** Class names of all layers of a topology, nested models included. */
function layersOf(topology: object): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const { class_name: name, config } = node as { class_name?: unknown; config?: unknown };
    const layers = Array.isArray(config) ? config : (config as { layers?: unknown } | undefined)?.layers;
    if (Array.isArray(layers) && MODELS.has(String(name))) layers.forEach(visit);
    else found.push(String(name));
  };
  visit((topology as { model_config?: unknown }).model_config ?? topology);
  return found;
}

const refused = (sentence: string): PresageError => new PresageError("MODEL_INVALID", sentence);
