import { Type } from "@sinclair/typebox";
import { refused } from "./refused.ts";

/** Bytes of one value. */
const SIZES = { float32: 4, int32: 4, bool: 1 } as const;

type DType = keyof typeof SIZES;

/** One weight of a TF.js model, as model.json says. */
export interface WeightSpec<D extends DType = DType> {
  name: string;
  shape: number[];
  dtype: D;
}

/** The `weightsManifest` of a model.json whose weights have one of these types. */
export const WeightsManifest = <D extends DType>(...dtypes: readonly D[]) =>
  Type.Array(
    Type.Object({
      paths: Type.Array(Type.String()),
      weights: Type.Array(
        Type.Object(
          {
            name: Type.String(),
            shape: Type.Array(Type.Integer({ minimum: 0 })),
            dtype: Type.Unsafe<D>({ type: "string", enum: [...dtypes] }),
          },
          { not: { required: ["quantization"] } },
        ),
      ),
    }),
  );

export interface Weights<D extends DType = DType> {
  readonly specs: WeightSpec<D>[];
  readonly bytes: ArrayBuffer;
}

/** Values that are not finite, or absurd, would make every risk the same. */
const GREATEST_WEIGHT = 1e6;

/**
 * Puts a model's weights together. `bytesOf` gives a file of the package by name. Throws `MODEL_WEIGHTS_WRONG` if they have another size
 * than model.json says, or one is not finite.
 */
export function readWeights<D extends DType>(
  manifest: readonly { readonly paths: readonly string[]; readonly weights: readonly WeightSpec<D>[] }[],
  bytesOf: (file: string) => Uint8Array,
): Weights<D> {
  const specs = manifest.flatMap((group) => group.weights);
  const parts = manifest.flatMap((group) => group.paths.map(bytesOf));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  const needed = specs.reduce((sum, spec) => sum + sizeOf(spec), 0);
  if (bytes.byteLength !== needed)
    throw refused(
      "MODEL_WEIGHTS_WRONG",
      `the weights have ${bytes.byteLength} bytes and model.json says ${needed}; export both again`,
    );
  let offset = 0;
  for (const spec of specs) {
    const size = sizeOf(spec);
    // Not a view: after a weight of bools the next is not aligned.
    if (spec.dtype === "float32") checkWeights(new Float32Array(bytes.buffer.slice(offset, offset + size)));
    offset += size;
  }
  return { specs, bytes: bytes.buffer };
}

/** Throws `MODEL_WEIGHTS_WRONG` if a weight is not finite, or beyond a million. */
export function checkWeights(weights: Float32Array | Float64Array): void {
  if (!weights.every((w) => Math.abs(w) <= GREATEST_WEIGHT))
    throw refused(
      "MODEL_WEIGHTS_WRONG",
      "a weight is not finite or beyond a million; train again with a lower learning rate",
    );
}

const sizeOf = ({ shape, dtype }: WeightSpec): number => SIZES[dtype] * shape.reduce((a, b) => a * b, 1);
