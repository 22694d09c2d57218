import { type OnnxAttribute, type OnnxModel, type OnnxTensor, ModelProto } from "./onnx-proto.ts";
import { refused } from "./refused.ts";
import { checkSizes, type SizeInputs } from "./sizes.ts";
import { checkWeights } from "./weights.ts";

/** A network as an ONNX file, checked but not loaded. */
export interface OnnxNetwork {
  readonly format: "onnx";
  readonly bytes: Uint8Array;
  /** Numbers that were learned: of tensors, and of trees and linear models. */
  readonly learned: number;
}

/** Operators by domain that compute rows from rows: none has a graph of its own or keeps a state. */
export const ONNX_OPERATORS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    "ai.onnx",
    new Set(
      (
        "Abs Add And ArgMax AveragePool BatchNormalization Cast Clip Concat Constant ConstantOfShape Conv Div Elu Equal Erf Exp Expand Flatten GRU Gather Gelu Gemm " +
        "GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual Identity InstanceNormalization LSTM LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax " +
        "MatMul Max MaxPool Min Mul Neg Not Or PRelu Pow RNN Reciprocal ReduceMax ReduceMean ReduceMin ReduceSum ReduceSumSquare Relu Reshape Selu Shape " +
        "Sigmoid Sign Slice Softmax Softplus Sqrt Squeeze Sub Sum Tanh Transpose Unsqueeze Where"
      ).split(" "),
    ),
  ],
  [
    "ai.onnx.ml",
    new Set(
      (
        "ArrayFeatureExtractor FeatureVectorizer Imputer LinearClassifier LinearRegressor Normalizer SVMClassifier SVMRegressor Scaler TreeEnsemble " +
        "TreeEnsembleClassifier TreeEnsembleRegressor"
      ).split(" "),
    ),
  ],
]);

const SIZE_INPUTS: SizeInputs = new Map([
  ["ConstantOfShape", 0],
  ["Expand", 1],
  ["ReduceMax", 1],
  ["ReduceMean", 1],
  ["ReduceMin", 1],
  ["ReduceSum", 1],
  ["ReduceSumSquare", 1],
  ["Reshape", 1],
  ["Slice", 1],
  ["Squeeze", 1],
  ["Unsqueeze", 1],
]);

/** More take long to load, and no row of features needs them; a forest is one node. */
const MOST_NODES = 2_048;

/** `TensorProto.DataType` and how many bytes a value has in `raw_data`. */
const FLOAT = 1;
const DOUBLE = 11;
const DATA_TYPES: ReadonlySet<number> = new Set([FLOAT, 6, 7, 9, DOUBLE]);
const EXTERNAL = 1;

/**
 * Reads an ONNX file; nothing of it is executed. Throws `MODEL_FORM_WRONG` if it is none, `MODEL_OPERATOR_REFUSED` if it has an operator that is not allowed or whose output
 * is as large as values say, a graph within the graph or a function, `MODEL_TOO_LARGE` if it has too many nodes, `MODEL_FILE_WRONG` if its weights are in other files, and
 * `MODEL_WEIGHTS_WRONG` if one is not finite.
 */
export function readOnnxNetwork(bytes: Uint8Array): OnnxNetwork {
  const { graph, functions } = decode(bytes);
  if (graph === null) throw refused("MODEL_FORM_WRONG", "model.onnx has no graph; export it again");
  if (graph.node.length > MOST_NODES)
    throw refused("MODEL_TOO_LARGE", `the network has more than ${MOST_NODES} nodes; build a smaller one`);
  if (functions.length > 0)
    throw refused(
      "MODEL_OPERATOR_REFUSED",
      "model.onnx has functions of its own; export it with them inlined",
    );
  for (const { op_type: operator, domain, name } of graph.node) {
    const allowed = ONNX_OPERATORS.get(domain === "" ? "ai.onnx" : domain);
    if (allowed?.has(operator) !== true)
      throw refused(
        "MODEL_OPERATOR_REFUSED",
        `the network has an operator ${domain === "" ? "" : `${domain}.`}${operator}${name === "" ? "" : `, ${name}`}; build it from ${listOfOperators()}`,
      );
  }
  const constants = new Set(graph.initializer.map(({ name }) => name));
  checkSizes(
    graph.node.map(({ op_type: operator, input, output }) => ({ operator, inputs: input, outputs: output })),
    // Files of old list their weights among the inputs.
    graph.input.map(({ name }) => name).filter((name) => !constants.has(name)),
    SIZE_INPUTS,
  );
  const attributes = graph.node.flatMap((node) => node.attribute);
  for (const attribute of attributes) checkAttribute(attribute);
  if (graph.sparse_initializer.length > 0) throw sparse();
  const tensors = [
    ...graph.initializer,
    ...attributes.flatMap(({ t, tensors: more }) => [...(t ? [t] : []), ...more]),
  ];
  for (const tensor of tensors) checkTensor(tensor);
  const learned =
    tensors.reduce((sum, tensor) => sum + valuesOf(tensor).length, 0) +
    attributes.reduce((sum, { floats }) => sum + floats.length, 0);
  return { format: "onnx", bytes, learned };
}

function decode(bytes: Uint8Array): OnnxModel {
  try {
    return ModelProto.decode(bytes) as unknown as OnnxModel;
  } catch (cause) {
    throw refused("MODEL_FORM_WRONG", "model.onnx is no ONNX file; export it again", cause);
  }
}

function checkAttribute({
  name,
  f,
  floats,
  g,
  graphs,
  sparse_tensor: one,
  sparse_tensors: more,
}: OnnxAttribute): void {
  if (g !== null || graphs.length > 0)
    throw refused(
      "MODEL_OPERATOR_REFUSED",
      `the network has a graph within the graph, ${name}; build it without branches and loops`,
    );
  if (one.length > 0 || more.length > 0) throw sparse();
  // Thresholds of trees may be as large as they like.
  if (!Number.isFinite(f) || !floats.every(Number.isFinite))
    throw refused("MODEL_WEIGHTS_WRONG", `a value of ${name} is not finite; train the model again`);
}

function checkTensor(tensor: OnnxTensor): void {
  const { name, data_type: type, external_data: external, data_location: location } = tensor;
  if (external.length > 0 || location === EXTERNAL)
    throw refused("MODEL_FILE_WRONG", `the weights ${name} are in another file; export them into model.onnx`);
  if (!DATA_TYPES.has(type))
    throw refused(
      "MODEL_WEIGHTS_WRONG",
      `the weights ${name} have the type ${type} of ONNX; export them as float32`,
    );
  checkWeights(valuesOf(tensor));
}

/** The values of a tensor of floating point numbers; none of another. */
function valuesOf({ data_type: type, raw_data: raw, float_data: floats, double_data: doubles }: OnnxTensor) {
  const aligned = (size: number): ArrayBuffer => raw.slice(0, raw.length - (raw.length % size)).buffer;
  if (type === DOUBLE) return raw.length > 0 ? new Float64Array(aligned(8)) : Float64Array.from(doubles);
  if (type === FLOAT) return raw.length > 0 ? new Float32Array(aligned(4)) : Float32Array.from(floats);
  return new Float32Array(0);
}

const sparse = () => refused("MODEL_OPERATOR_REFUSED", "the network has sparse tensors; export dense ones");

const listOfOperators = (): string =>
  [...ONNX_OPERATORS].map(([domain, names]) => `${[...names].join(", ")} of ${domain}`).join("; ");
