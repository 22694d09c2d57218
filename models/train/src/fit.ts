import { type Network, useBackend } from "@presage/model";
import { createRandom, type Random, seedOf } from "@presage/simulator";
import * as tf from "@tensorflow/tfjs-core";
import { initializers, layers, type Sequential, sequential } from "@tensorflow/tfjs-layers";

/** Rows of `width` standardised inputs, one after the other, and a label of 0 or 1 for each. */
export interface Rows {
  readonly width: number;
  readonly inputs: Float32Array;
  readonly labels: Float32Array;
}

export interface FitSettings {
  readonly seed: number;
  /** Sizes of the hidden layers. */
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  /** Weight decay. */
  readonly decay: number;
  /** Share of the inputs that is taken for missing, at random: the model must do without any one. */
  readonly masked: number;
  readonly onEpoch: (epoch: number, loss: number) => void;
}

export interface FittedNetwork {
  readonly network: Network;
  /** Log-odds, not calibrated, of rows. */
  logits(inputs: Float32Array): Float32Array;
}

/**
 * Fits a multilayer perceptron (ReLU, one linear output: log-odds) by Adam on the mean cross-entropy plus weight decay. The same
 * rows and settings give the same network, bit for bit, on the same TensorFlow.js.
 */
export async function fitNetwork(rows: Rows, settings: FitSettings): Promise<FittedNetwork> {
  await useBackend("wasm");
  const { width, inputs, labels } = rows;
  const model = perceptron(width, settings);
  const optimizer = tf.train.adam(settings.learningRate);
  const random = createRandom(seedOf(settings.seed, 20));
  const order = Array.from(labels.keys());
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    shuffle(order, random);
    let sum = 0;
    for (let from = 0; from < order.length; from += settings.batch) {
      const picked = order.slice(from, from + settings.batch);
      const x = new Float32Array(picked.length * width);
      picked.forEach((row, i) => x.set(inputs.subarray(row * width, (row + 1) * width), i * width));
      for (let i = 0; i < x.length; i++) if (random.uniform() < settings.masked) x[i] = 0;
      const y = Float32Array.from(picked, (row) => labels[row] ?? 0);
      sum += picked.length * descend(model, optimizer, x, y, settings.decay);
    }
    settings.onEpoch(epoch, sum / order.length);
  }
  optimizer.dispose();
  return { network: await networkOf(model), logits: (x) => logitsOf(model, x, width) };
}

function perceptron(width: number, { seed, hidden }: FitSettings): Sequential {
  const model = sequential({ name: "risk" });
  [...hidden, 1].forEach((units, i) => {
    const isLast = i === hidden.length;
    model.add(
      layers.dense({
        name: isLast ? "log-odds" : `hidden-${i + 1}`,
        units,
        activation: isLast ? "linear" : "relu",
        kernelInitializer: initializers.heNormal({ seed: seedOf(seed, 21, i) % 2 ** 31 }),
        ...(i === 0 && { inputShape: [width] }),
      }),
    );
  });
  return model;
}

/** One step of the optimizer; returns the cross-entropy before it. */
function descend(
  model: Sequential,
  optimizer: tf.Optimizer,
  x: Float32Array,
  y: Float32Array,
  decay: number,
): number {
  return tf.tidy(() => {
    const target = tf.tensor2d(y, [y.length, 1]);
    const rows = tf.tensor2d(x, [y.length, x.length / y.length]);
    let entropy = NaN;
    optimizer.minimize(() => {
      const loss = tf.losses.sigmoidCrossEntropy(target, model.apply(rows) as tf.Tensor);
      entropy = loss.dataSync()[0] ?? NaN;
      const kernels = model.weights.filter((w) => w.shape.length === 2).map((w) => w.read());
      const squares = tf.addN(kernels.map((kernel) => tf.sum(tf.square(kernel))));
      return tf.add(loss, tf.mul(decay, squares));
    });
    return entropy;
  });
}

function logitsOf(model: Sequential, inputs: Float32Array, width: number): Float32Array {
  return tf.tidy(() => {
    const output = model.predictOnBatch(tf.tensor2d(inputs, [inputs.length / width, width])) as tf.Tensor;
    return output.dataSync<"float32">().slice();
  });
}

async function networkOf(model: Sequential): Promise<Network> {
  const saved: Network[] = [];
  await model.save(
    tf.io.withSaveHandler(({ modelTopology, weightSpecs = [], weightData }) => {
      saved.push({
        topology: modelTopology as object,
        specs: weightSpecs.map(({ name, shape }) => ({ name, shape, dtype: "float32" })),
        weights: weightData as ArrayBuffer,
      });
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } });
    }),
  );
  const [network] = saved;
  if (network === undefined) throw new Error("the model was not saved");
  return network;
}

/** Fisher and Yates. */
function shuffle(order: number[], random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
}
