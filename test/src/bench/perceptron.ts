import type { ModelPackage, Network } from "@presage/model";
import protobuf from "protobufjs";

/** Units of the layers, from the inputs on: as in the table of docs/benchmarks.md. */
const UNITS = [64, 64, 32, 1] as const;

interface Layer {
  readonly from: number;
  readonly to: number;
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  readonly activation: "Relu" | "Sigmoid";
}

const LAYERS: readonly Layer[] = UNITS.slice(1).map((to, i) => {
  const from = UNITS[i] ?? 0;
  return {
    from,
    to,
    kernel: Float32Array.from({ length: from * to }, (_, n) => Math.sin(7 * n + i) / Math.sqrt(from)),
    bias: new Float32Array(to),
    activation: i === UNITS.length - 2 ? "Sigmoid" : "Relu",
  };
});

/** A perceptron of 64-64-32-1 units in a format. */
export function perceptron(format: "layers-model" | "onnx"): ModelPackage {
  const network: Network =
    format === "onnx" ? { format, bytes: onnxFile(), learned: 0 } : { format, ...layersModel() };
  const inputs = Array.from({ length: UNITS[0] }, (_, i) => ({
    feature: `acceleration.x${i}`,
    transform: "identity" as const,
    mean: 0,
    std: 1,
    fallback: 0,
  }));
  return {
    manifest: {
      format: "presage-model/1",
      name: `perceptron-${format}`,
      version: "1.0.0",
      description: "For benchmarks.",
      licence: "Apache-2.0",
      assetClasses: ["any"],
      inputs,
      outputs: { risk: "nothing", horizonHours: 24 },
      calibration: { method: "none" },
      decision: { threshold: 0.5, k: 1, n: 1, clearThreshold: 0.5, clearWindows: 1 },
      training: {},
      metrics: {},
      files: {},
    },
    digest: format,
    network,
    golden: [],
    card: "",
  };
}

function layersModel() {
  const layers = LAYERS.map(({ from, to, activation }, i) => ({
    class_name: "Dense",
    config: {
      name: `d${i}`,
      units: to,
      activation: activation.toLowerCase(),
      use_bias: true,
      ...(i === 0 && { batch_input_shape: [null, from] }),
    },
  }));
  const weights = LAYERS.flatMap(({ kernel, bias }) => [...kernel, ...bias]);
  return {
    topology: { class_name: "Sequential", config: { name: "s", layers } },
    specs: LAYERS.flatMap(({ from, to }, i) => [
      { name: `d${i}/kernel`, shape: [from, to], dtype: "float32" as const },
      { name: `d${i}/bias`, shape: [to], dtype: "float32" as const },
    ]),
    weights: Float32Array.from(weights).buffer,
  };
}

type Write = (writer: protobuf.Writer) => void;

const LENGTH_DELIMITED = 2;
const message =
  (field: number, write: Write): Write =>
  (writer) => {
    write(writer.uint32((field << 3) | LENGTH_DELIMITED).fork());
    writer.ldelim();
  };
const text =
  (field: number, value: string): Write =>
  (writer) =>
    void writer.uint32((field << 3) | LENGTH_DELIMITED).string(value);
const number =
  (field: number, value: number): Write =>
  (writer) =>
    void writer.uint32(field << 3).int32(value);
const all =
  (...parts: readonly Write[]): Write =>
  (writer) => {
    for (const part of parts) part(writer);
  };

/** The same as an ONNX file; the numbers of fields are those of onnx.proto. */
function onnxFile(): Uint8Array {
  const FLOAT = 1;
  const tensor = (name: string, dims: readonly number[], values: Float32Array): Write =>
    message(
      5,
      all(...dims.map((size) => number(1, size)), number(2, FLOAT), text(8, name), (writer) => {
        writer.uint32((9 << 3) | LENGTH_DELIMITED).bytes(new Uint8Array(values.buffer));
      }),
    );
  const node = (operator: string, inputs: readonly string[], output: string): Write =>
    message(1, all(...inputs.map((name) => text(1, name)), text(2, output), text(4, operator)));
  const rows = (field: number, name: string, width: number): Write => {
    const shape = all(message(1, text(2, "N")), message(1, number(1, width)));
    return message(
      field,
      all(text(1, name), message(2, message(1, all(number(1, FLOAT), message(2, shape))))),
    );
  };
  const graph = all(
    ...LAYERS.flatMap(({ activation }, i) => [
      node("Gemm", [i === 0 ? "X" : `y${i - 1}`, `w${i}`, `b${i}`], `z${i}`),
      node(activation, [`z${i}`], `y${i}`),
    ]),
    text(2, "perceptron"),
    ...LAYERS.flatMap(({ from, to, kernel, bias }, i) => [
      tensor(`w${i}`, [from, to], kernel),
      tensor(`b${i}`, [to], bias),
    ]),
    rows(11, "X", UNITS[0]),
    rows(12, `y${LAYERS.length - 1}`, 1),
  );
  const writer = protobuf.Writer.create();
  all(number(1, 8), message(7, graph), message(8, all(text(1, ""), number(2, 17))))(writer);
  return writer.finish();
}
