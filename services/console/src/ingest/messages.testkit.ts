import {
  type Contract,
  type Failure,
  failures,
  features,
  feedback,
  type Feedback,
  type FeatureWindow,
  type Message,
  predictions,
  type Prediction,
} from "@presage/contracts";
import type { StoredEntry } from "@presage/stream";

export const ASSET = "site1/press/line2/motor7";
export const WINDOW = 10_000;

const windowExample = features.example.value;
const predictionExample = predictions.example.value;
const failureExample = failures.example.value;

/** The features of the n-th window, with a velocity. */
export function windowOf(
  n: number,
  rms: number,
  key = ASSET,
  over: Partial<FeatureWindow> = {},
): Message<FeatureWindow> {
  const start = n * WINDOW;
  const end = start + WINDOW;
  const sensor = windowExample.sensors["vib-x"];
  if (sensor === undefined) throw new Error("the example has no sensor");
  return {
    key,
    time: end,
    value: {
      ...windowExample,
      start,
      end,
      closedAt: end + 2_000,
      blocks: [n, n],
      sensors: { "vib-x": { ...sensor, features: { velocity_rms: rms } } },
      ...over,
    },
  };
}

/** The prediction of the n-th window. */
export function predictionOf(
  n: number,
  risk: number | null,
  key = ASSET,
  over: Partial<Prediction> = {},
): Message<Prediction> {
  const start = n * WINDOW;
  const end = start + WINDOW;
  return {
    key,
    time: end,
    value: { ...predictionExample, start, end, closedAt: end + 2_000, risk, ...over },
  };
}

/** A revision of a failure that opened at the asset's n-th window. */
export function failureOf(n: number, over: Partial<Failure> = {}, key = ASSET): Message<Failure> {
  const openedAt = n * WINDOW;
  const value = { ...failureExample, id: `${key}@${openedAt}`, openedAt, updatedAt: openedAt, ...over };
  return { key, time: value.updatedAt, value };
}

export const saidOf = (
  action: Feedback["action"],
  at: number,
  over: Partial<Feedback> = {},
  key = ASSET,
): Message<Feedback> => ({ key, time: at, value: { action, at, by: "jo", ...over } });

/** Messages as they are in the log: offsets count up by topic. */
export function logged(): <V>(contract: Contract<V>, ...messages: Message<V>[]) => StoredEntry[] {
  const ends = new Map<string, number>();
  return (contract, ...messages) =>
    messages.map((message) => {
      const offset = ends.get(contract.topic) ?? 0;
      ends.set(contract.topic, offset + 1);
      const { key, time } = message;
      return { topic: contract.topic, partition: 0, offset, key, time, value: contract.encode(message) };
    });
}

export { failures, features, feedback, predictions };
