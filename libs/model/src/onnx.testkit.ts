import { ModelProto } from "./onnx-proto.ts";

const FLOAT = 1;

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
  readonly tensors?: Readonly<Record<string, { dims: readonly number[]; values: readonly number[] }>>;
  /** Shapes of what goes in and out, by name. */
  readonly inputs?: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs?: Readonly<Record<string, readonly (number | string)[]>>;
  /** What else there is in the model and in its graph. */
  readonly model?: object;
  readonly graph?: object;
}

const tensor = (name: string, dims: readonly number[], values: readonly number[]) => ({
  name,
  dims,
  data_type: FLOAT,
  raw_data: new Uint8Array(Float32Array.from(values).buffer),
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
      initializer: Object.entries(tensors).map(([name, { dims, values }]) => tensor(name, dims, values)),
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
