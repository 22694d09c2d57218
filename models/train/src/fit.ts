import { type LayersNetwork, networkOf, useBackend } from "@presage/model";
import { createRandom, type Random, seedOf } from "@presage/simulator";
import * as tf from "@tensorflow/tfjs-core";
import { initializers, layers, type Sequential, sequential } from "@tensorflow/tfjs-layers";
import type { Targets } from "./survival.ts";

/** Rows of `width` standardised inputs, one after the other, and what came of each. */
export interface Rows {
  readonly width: number;
  readonly inputs: Float32Array;
  readonly targets: Targets;
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
  /** Standard deviation of the noise that is added to the inputs, so that no single window is learned by heart. */
  readonly noise: number;
  readonly onEpoch: (epoch: number, loss: number) => void;
}

export interface FittedNetwork {
  readonly network: LayersNetwork;
  /** Log-odds of the hazards, not calibrated, of rows. */
  logits(inputs: Float32Array): Float32Array;
  close(): void;
}

/**
 * Fits a multilayer perceptron (ReLU; linear outputs: the log-odds of the hazards) by Adam on the survival likelihood plus weight
 * decay. All weights are kept at or above zero, so that no hazard falls when an input rises: a machine that deviates more from its
 * baseline is never at less risk, whatever the data happened to say. The same rows and settings give the same network.
 * Sources: M. F. Gensheimer, B. Narasimhan 2019 (likelihood); J. Sill, Monotonic networks, 1998 (the sign of the weights).
 */
export async function fitNetwork(rows: Rows, settings: FitSettings): Promise<FittedNetwork> {
  await useBackend("wasm");
  const { width, inputs, targets } = rows;
  const height = targets.edges;
  const count = inputs.length / width;
  const model = perceptron(width, height, settings);
  const optimizer = tf.train.adam(settings.learningRate);
  const random = createRandom(seedOf(settings.seed, 20));
  const order = Array.from({ length: count }, (_, i) => i);
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    shuffle(order, random);
    let sum = 0;
    for (let from = 0; from < order.length; from += settings.batch) {
      const picked = order.slice(from, from + settings.batch);
      const x = gather(inputs, width, picked);
      for (let i = 0; i < x.length; i++)
        x[i] = random.uniform() < settings.masked ? 0 : (x[i] as number) + settings.noise * random.normal();
      const failed = gather(targets.failed, height, picked);
      const weights = gather(targets.weights, height, picked);
      sum += picked.length * descend(model, optimizer, { x, failed, weights, width, height }, settings.decay);
    }
    settings.onEpoch(epoch, sum / order.length);
  }
  optimizer.dispose();
  return {
    network: await networkOf(model),
    logits: (x) => logitsOf(model, x, width),
    close: () => void model.dispose(),
  };
}

function perceptron(width: number, height: number, { seed, hidden }: FitSettings): Sequential {
  const model = sequential({ name: "hazards" });
  [...hidden, height].forEach((units, i) => {
    const isLast = i === hidden.length;
    model.add(
      layers.dense({
        name: isLast ? "log-odds" : `hidden-${i + 1}`,
        units,
        activation: isLast ? "linear" : "relu",
        kernelInitializer: initializers.randomUniform({
          minval: 0,
          maxval: 0.3,
          seed: seedOf(seed, 21, i) % 2 ** 31,
        }),
        ...(isLast && { biasInitializer: initializers.constant({ value: -2 }) }),
        ...(i === 0 && { inputShape: [width] }),
      }),
    );
  });
  return model;
}

interface Batch {
  readonly x: Float32Array;
  readonly failed: Float32Array;
  readonly weights: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** One step of the optimizer; returns the mean negative log-likelihood of a row before it. */
function descend(model: Sequential, optimizer: tf.Optimizer, batch: Batch, decay: number): number {
  return tf.tidy(() => {
    const { x, failed, weights, width, height } = batch;
    const count = x.length / width;
    const rows = tf.tensor2d(x, [count, width]);
    const target = tf.tensor2d(failed, [count, height]);
    const weight = tf.tensor2d(weights, [count, height]);
    const kernels = model.weights.filter((w) => w.shape.length === 2);
    let likelihood = NaN;
    optimizer.minimize(() => {
      const loss = tf.div(
        tf.losses.sigmoidCrossEntropy(target, model.apply(rows) as tf.Tensor, weight, 0, tf.Reduction.SUM),
        count,
      );
      likelihood = loss.dataSync<"float32">()[0] ?? NaN;
      const squares = tf.addN(kernels.map((kernel) => tf.sum(tf.square(kernel.read()))));
      return tf.add(loss, tf.mul(decay, squares));
    });
    for (const kernel of kernels) kernel.write(tf.relu(kernel.read()));
    return likelihood;
  });
}

function logitsOf(model: Sequential, inputs: Float32Array, width: number): Float32Array {
  return tf.tidy(() => {
    const output = model.predictOnBatch(tf.tensor2d(inputs, [inputs.length / width, width])) as tf.Tensor;
    return output.dataSync<"float32">().slice();
  });
}

/** The picked rows of `width` values each, one after the other. */
function gather(values: Float32Array, width: number, picked: readonly number[]): Float32Array {
  const rows = new Float32Array(picked.length * width);
  picked.forEach((row, i) => rows.set(values.subarray(row * width, (row + 1) * width), i * width));
  return rows;
}

/** Fisher and Yates. */
function shuffle(order: number[], random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
}
