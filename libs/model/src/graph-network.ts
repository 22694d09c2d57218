import { Type } from "@sinclair/typebox";
import { refused } from "./refused.ts";
import { reader } from "./schema.ts";
import { checkSizes, type SizeInputs } from "./sizes.ts";
import { readWeights, type WeightSpec, WeightsManifest } from "./weights.ts";

const GraphTopology = Type.Object({
  node: Type.Array(
    Type.Object({
      name: Type.String(),
      op: Type.String(),
      input: Type.Optional(Type.Array(Type.String())),
    }),
  ),
  library: Type.Optional(Type.Object({ function: Type.Optional(Type.Array(Type.Unknown())) })),
});

const readGraphModel = reader(
  "model.json",
  Type.Object({
    format: Type.Literal("graph-model"),
    modelTopology: GraphTopology,
    signature: Type.Optional(Type.Object({})),
    weightsManifest: WeightsManifest("float32", "int32", "bool"),
  }),
);

/** A TF.js graph model, as it is made from a SavedModel; checked but not loaded. */
export interface GraphNetwork {
  readonly format: "graph-model";
  readonly topology: object;
  readonly signature: object | undefined;
  readonly specs: WeightSpec[];
  readonly weights: ArrayBuffer;
}

/** Operators that compute rows from rows: none goes round, calls a function or keeps a state. */
export const GRAPH_OPERATORS: ReadonlySet<string> = new Set(
  (
    "Abs Add AddN AddV2 AvgPool BiasAdd Cast ClipByValue ConcatV2 Const Conv2D DepthwiseConv2dNative Div Elu Equal Erf Exp ExpandDims " +
    "FusedBatchNormV3 GatherV2 Greater GreaterEqual Identity LeakyRelu Less LessEqual Log Log1p LogicalAnd LogicalNot LogicalOr " +
    "MatMul Max MaxPool Maximum Mean Min Minimum Mul Neg NoOp NotEqual Pack Pad PadV2 Placeholder Pow Prelu Prod RealDiv Reciprocal Relu Relu6 " +
    "Reshape Rsqrt Select SelectV2 Selu Shape Sigmoid Sign Slice Softmax Softplus Sqrt Square SquaredDifference Squeeze StridedSlice " +
    "Sub Sum Tanh Transpose _FusedConv2D _FusedMatMul"
  ).split(" "),
);

const SIZE_INPUTS: SizeInputs = new Map([
  ["ConcatV2", -1],
  ["ExpandDims", 1],
  ["GatherV2", 2],
  ["Max", 1],
  ["Mean", 1],
  ["Min", 1],
  ["Pad", 1],
  ["PadV2", 1],
  ["Prod", 1],
  ["Reshape", 1],
  ["Slice", 1],
  ["StridedSlice", 1],
  ["Sum", 1],
  ["Transpose", 1],
]);

/** More take long to load, and no row of features needs them. */
const MOST_NODES = 2_048;

/**
 * Reads a TF.js graph model. Throws `MODEL_FORM_WRONG` if it is of another format, `MODEL_OPERATOR_REFUSED` if it has an operator that is not allowed or whose
 * output is as large as values say, or a function, `MODEL_TOO_LARGE` if it has too many nodes, and `MODEL_WEIGHTS_WRONG` if the weights have another size or are not finite.
 */
export function readGraphNetwork(json: unknown, bytesOf: (file: string) => Uint8Array): GraphNetwork {
  const { modelTopology: topology, signature, weightsManifest } = readGraphModel(json);
  if (topology.node.length > MOST_NODES)
    throw refused("MODEL_TOO_LARGE", `the network has more than ${MOST_NODES} nodes; build a smaller one`);
  const stranger = topology.node.find(({ op }) => !GRAPH_OPERATORS.has(op));
  if (stranger !== undefined)
    throw refused(
      "MODEL_OPERATOR_REFUSED",
      `the network has an operator ${stranger.op}, ${stranger.name}; build it from ${[...GRAPH_OPERATORS].join(", ")}`,
    );
  if ((topology.library?.function ?? []).length > 0)
    throw refused("MODEL_OPERATOR_REFUSED", "the network has functions; export it with all of them inlined");
  checkSizes(
    topology.node.map(({ name, op, input = [] }) => ({
      operator: op,
      inputs: input.filter(isValue).map(nodeOf),
      outputs: [name],
    })),
    topology.node.filter(({ op }) => op === "Placeholder").map(({ name }) => name),
    SIZE_INPUTS,
  );
  const { specs, bytes } = readWeights(weightsManifest, bytesOf);
  return { format: "graph-model", topology, signature, specs, weights: bytes };
}

/** `^node` is an order of execution; `node:1` is the second output of a node. */
const isValue = (input: string): boolean => !input.startsWith("^");
const nodeOf = (input: string): string => input.split(":", 1)[0] ?? input;
