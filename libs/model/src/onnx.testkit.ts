import { ModelProto } from "./onnx-proto.ts";

const FLOAT = 1;
const INT64 = 7;

/** Types of attributes by the field that holds them. */
const TYPES = { f: 1, i: 2, s: 3, t: 4, g: 5, floats: 6, ints: 7, strings: 8 } as const;

type Attribute = { readonly [field in keyof typeof TYPES]?: unknown };

export interface OnnxNode {
  readonly op_type: string;
  readonly domain?: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export interface OnnxParts {
  readonly nodes: readonly OnnxNode[];
  readonly tensors?: Readonly<Record<string, { dims: readonly number[]; values: ArrayLike<number> }>>;
  /** Lists of whole numbers. */
  readonly integers?: Readonly<Record<string, readonly number[]>>;
  /** Shapes of what goes in and out, by name. */
  readonly inputs?: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs?: Readonly<Record<string, readonly (number | string)[]>>;
  /** What else there is in the model and in its graph. */
  readonly model?: object;
  readonly graph?: object;
}

const tensor = (name: string, dims: readonly number[], values: ArrayLike<number>) => ({
  name,
  dims,
  data_type: FLOAT,
  raw_data: new Uint8Array(Float32Array.from(values).buffer),
});

const integer = (name: string, values: readonly number[]) => ({
  name,
  dims: [values.length],
  data_type: INT64,
  raw_data: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
});

const rows = ([name, shape]: readonly [string, readonly (number | string)[]]) => ({
  name,
  type: {
    tensor_type: {
      elem_type: FLOAT,
      shape: {
        dim: shape.map((size) => (typeof size === "string" ? { dim_param: size } : { dim_value: size })),
      },
    },
  },
});

/** An ONNX file for tests, of one input X [N, 2] and one output Y [N, 1] if nothing else is said. */
export function onnxOf({
  nodes,
  tensors = {},
  integers = {},
  inputs = { X: ["N", 2] },
  outputs = { Y: ["N", 1] },
  model = {},
  graph = {},
}: OnnxParts): Uint8Array {
  const file = ModelProto.fromObject({
    ir_version: 8,
    opset_import: [
      { domain: "", version: 17 },
      { domain: "ai.onnx.ml", version: 3 },
    ],
    graph: {
      name: "g",
      node: nodes.map(({ attributes = {}, ...node }) => ({
        ...node,
        attribute: Object.entries(attributes).map(([name, attribute]) => ({
          name,
          type: TYPES[Object.keys(attribute)[0] as keyof typeof TYPES],
          ...attribute,
        })),
      })),
      initializer: [
        ...Object.entries(tensors).map(([name, { dims, values }]) => tensor(name, dims, values)),
        ...Object.entries(integers).map(([name, values]) => integer(name, values)),
      ],
      input: Object.entries(inputs).map(rows),
      output: Object.entries(outputs).map(rows),
      ...graph,
    },
    ...model,
  });
  return ModelProto.encode(file).finish();
}

/** Y = 1/(1 + exp(−(x₁ − 2 x₂ + ½))). */
export const PERCEPTRON: OnnxParts = {
  nodes: [
    { op_type: "Gemm", input: ["X", "W", "B"], output: ["Z"] },
    { op_type: "Sigmoid", input: ["Z"], output: ["Y"] },
  ],
  tensors: { W: { dims: [2, 1], values: [1, -2] }, B: { dims: [1], values: [0.5] } },
};

/** Y = 0.9 where x₁ ≥ 1, else 0.1. */
export const TREE: OnnxParts = {
  nodes: [
    {
      op_type: "TreeEnsembleRegressor",
      domain: "ai.onnx.ml",
      input: ["X"],
      output: ["Y"],
      attributes: {
        n_targets: { i: 1 },
        nodes_treeids: { ints: [0, 0, 0] },
        nodes_nodeids: { ints: [0, 1, 2] },
        nodes_featureids: { ints: [0, 0, 0] },
        nodes_modes: { strings: ["BRANCH_LT", "LEAF", "LEAF"].map((mode) => Buffer.from(mode)) },
        nodes_values: { floats: [1, 0, 0] },
        nodes_truenodeids: { ints: [1, 0, 0] },
        nodes_falsenodeids: { ints: [2, 0, 0] },
        target_treeids: { ints: [0, 0] },
        target_nodeids: { ints: [1, 2] },
        target_ids: { ints: [0, 0] },
        target_weights: { floats: [0.1, 0.9] },
      },
    },
  ],
};

/** Y = 1/(1 + exp(−½)): an LSTM of no weights halves its state of ones, which is made for as many rows as there are. */
export const RECURRENT: OnnxParts = {
  nodes: [
    { op_type: "Shape", input: ["X"], output: ["shape"] },
    { op_type: "Slice", input: ["shape", "zero", "one"], output: ["N"] },
    { op_type: "Concat", input: ["one", "N", "one"], output: ["size"], attributes: { axis: { i: 0 } } },
    { op_type: "Expand", input: ["unit", "size"], output: ["state"] },
    { op_type: "Unsqueeze", input: ["X", "zero"], output: ["sequence"] },
    {
      op_type: "LSTM",
      input: ["sequence", "W", "R", "", "", "state", "state"],
      output: ["", "", "last"],
      attributes: { hidden_size: { i: 1 } },
    },
    { op_type: "Squeeze", input: ["last", "zero"], output: ["cell"] },
    { op_type: "Sigmoid", input: ["cell"], output: ["Y"] },
  ],
  tensors: {
    unit: { dims: [1, 1, 1], values: [1] },
    W: { dims: [1, 4, 2], values: Array<number>(8).fill(0) },
    R: { dims: [1, 4, 1], values: Array<number>(4).fill(0) },
  },
  integers: { zero: [0], one: [1] },
};
