import * as tf from "@tensorflow/tfjs-core";
import {
  layers,
  type LayersModel,
  model as functional,
  input,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "./backend.ts";
import type { Calibration, ModelInput } from "./manifest.ts";
import { LAYERS, type LayersNetwork, readLayersNetwork } from "./layers-network.ts";
import type { ModelPackage } from "./package.ts";
import { openScorer } from "./scorer.ts";

beforeAll(() => useBackend("wasm"));

/** What model.save() would write. */
async function networkOf(model: LayersModel): Promise<LayersNetwork> {
  let network: LayersNetwork | undefined;
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      const { modelTopology, weightSpecs, weightData } = artifacts;
      const json = {
        format: "layers-model",
        modelTopology,
        weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }],
      };
      network = readLayersNetwork(json, () => new Uint8Array(weightData as ArrayBuffer));
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" as const },
      });
    }),
  );
  if (network === undefined) throw new Error("not saved");
  return network;
}

const inputs = (count: number): ModelInput[] =>
  ["rms", "kurtosis", "peak", "skewness"].slice(0, count).map((name) => ({
    feature: `acceleration.${name}`,
    transform: "identity",
    mean: 0,
    std: 1,
    fallback: 0,
  }));

function packageOf(
  network: LayersNetwork,
  width: number,
  golden: ModelPackage["golden"],
  calibration: Calibration = { method: "none" },
): ModelPackage {
  const manifest = {
    format: "presage-model/1" as const,
    name: "m",
    version: "1.0.0",
    description: "For tests.",
    licence: "Apache-2.0",
    assetClasses: ["any"],
    inputs: inputs(width),
    outputs: { risk: "nothing", horizonHours: 24 },
    calibration,
    decision: { threshold: 0.6, k: 1, n: 1, clearThreshold: 0.3, clearWindows: 1 },
    training: {},
    metrics: {},
    files: {},
  };
  return { manifest, digest: "", network, golden, card: "" };
}

/** activation(1·x − 2·y + 0.5) */
const dense = (activation: "sigmoid" | "linear") => {
  const model = sequential({ layers: [layers.dense({ units: 1, activation, inputShape: [2] })] });
  model.setWeights([tf.tensor2d([1, -2], [2, 1]), tf.tensor1d([0.5])]);
  return networkOf(model);
};

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const close = (actual: Float32Array, expected: readonly number[]): void => {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((e, i) => expect(Math.abs((actual[i] ?? NaN) - e)).toBeLessThan(1e-6));
};

describe("a scorer", () => {
  it("gives each row its risk, in order, whatever the number of rows", async () => {
    const scorer = await openScorer(packageOf(await dense("sigmoid"), 2, []));
    close((await scorer.score(Float32Array.of(0, 0.5, 2, -1, 0, 0), 3)).risks, [
      sigmoid(-0.5),
      sigmoid(4.5),
      sigmoid(0.5),
    ]);
    expect((await scorer.score(new Float32Array(0), 0)).risks).toHaveLength(0);
    const many = Float32Array.from({ length: 2 * 1_000 }, (_, i) => (i % 7) - 3);
    close(
      (await scorer.score(many, 1_000)).risks,
      Array.from({ length: 1_000 }, (_, i) => sigmoid((many[2 * i] ?? 0) - 2 * (many[2 * i + 1] ?? 0) + 0.5)),
    );
    await expect(scorer.score(new Float32Array(5), 3)).rejects.toThrow(RangeError);
    scorer.close();
  });

  it("calibrates as Platt did: 1/(1 + exp(-(a x + b)))", async () => {
    const scorer = await openScorer(
      packageOf(await dense("linear"), 2, [], { method: "platt", a: 0.5, b: -1 }),
    );
    close((await scorer.score(Float32Array.of(2, -1), 1)).risks, [sigmoid(0.5 * 4.5 - 1)]);
    scorer.close();
  });

  it("leaves no tensor behind, neither after a score nor after it is closed", async () => {
    const before = tf.memory().numTensors;
    const network = await dense("sigmoid");
    const built = tf.memory().numTensors;
    const scorer = await openScorer(packageOf(network, 2, []));
    const open = tf.memory().numTensors;
    for (const count of [1, 33, 1, 256]) await scorer.score(new Float32Array(2 * count), count);
    expect(tf.memory().numTensors).toBe(open);
    scorer.close();
    expect(tf.memory().numTensors).toBe(built);
    expect(open - built).toBe(2); // kernel and bias
    expect(before).toBeLessThanOrEqual(built);
  });

  it("is not opened if a golden risk is off by more than 1e-5, and leaves nothing behind", async () => {
    const network = await dense("sigmoid");
    const features = { "acceleration.rms": 1, "acceleration.kurtosis": 0.25 };
    const golden = (risk: number) => packageOf(network, 2, [{ features, risk }]);
    (await openScorer(golden(sigmoid(1)))).close();
    const before = tf.memory().numTensors;
    await expect(openScorer(golden(sigmoid(1) + 2e-5))).rejects.toMatchObject({
      code: "MODEL_GOLDEN_MISSED",
      message: expect.stringContaining("golden case 0"),
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it("is not opened if the network takes another number of inputs, or gives more than one output", async () => {
    const refusal = { code: "MODEL_SHAPE_WRONG", message: expect.stringContaining("shapes") };
    await expect(openScorer(packageOf(await dense("sigmoid"), 3, []))).rejects.toMatchObject(refusal);
    const two = await networkOf(sequential({ layers: [layers.dense({ units: 2, inputShape: [2] })] }));
    await expect(openScorer(packageOf(two, 2, []))).rejects.toMatchObject(refusal);
  });

  it("is not opened if risks are not probabilities", async () => {
    await expect(openScorer(packageOf(await dense("linear"), 2, []))).rejects.toMatchObject({
      code: "MODEL_OUTPUT_WRONG",
      message: expect.stringContaining("between 0 and 1"),
    });
  });

  it("is not opened if the weights do not belong to the topology", async () => {
    const network = await dense("sigmoid");
    const specs = network.specs.map((spec) => ({ ...spec, name: `other/${spec.name}` }));
    await expect(openScorer(packageOf({ ...network, specs }, 2, []))).rejects.toMatchObject({
      code: "MODEL_WEIGHTS_WRONG",
      message: expect.stringContaining("cannot build"),
    });
  });

  it("runs every layer that a package may have", async () => {
    const x = input({ shape: [4] });
    const side = layers.leakyReLU().apply(layers.dense({ units: 4 }).apply(x)) as SymbolicTensor;
    const chain = [
      layers.dense({ units: 4 }),
      layers.batchNormalization(),
      layers.activation({ activation: "tanh" }),
      layers.elu(),
      layers.dropout({ rate: 0.5 }),
      layers.layerNormalization(),
      layers.reLU(),
    ];
    const main = chain.reduce((t, layer) => layer.apply(t) as SymbolicTensor, x);
    const sum = layers.add().apply([main, side]) as SymbolicTensor;
    const both = layers.concatenate().apply([sum, side]) as SymbolicTensor;
    const series = [
      layers.reshape({ targetShape: [8, 1] }),
      layers.conv1d({ filters: 3, kernelSize: 3 }),
      layers.maxPooling1d({ poolSize: 2 }),
    ].reduce((t, layer) => layer.apply(t) as SymbolicTensor, both);
    const ends = [layers.flatten(), layers.globalAveragePooling1d({}), layers.globalMaxPooling1d({})].map(
      (layer) => layer.apply(series) as SymbolicTensor,
    );
    const joined = layers.concatenate().apply(ends) as SymbolicTensor;
    const y = layers.dense({ units: 1, activation: "sigmoid" }).apply(joined) as SymbolicTensor;
    const whole = functional({ inputs: x, outputs: y });
    expect(new Set(whole.layers.map((layer) => layer.getClassName()))).toEqual(LAYERS);

    const scorer = await openScorer(packageOf(await networkOf(whole), 4, []));
    const row = [0.3, -1, 2, 0.5];
    const expected = (whole.predict(tf.tensor2d([row])) as tf.Tensor).dataSync<"float32">();
    expect((await scorer.score(Float32Array.from(row), 1)).risks).toEqual(Float32Array.from(expected));
    scorer.close();
  });
});
