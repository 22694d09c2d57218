import { features, type FeatureWindow, type Message, type Prediction, predictions } from "@presage/contracts";
import type { Broker, Entry } from "@presage/stream";

export const WINDOW_MS = 10_000;

const { value: example } = features.example;

/** The n-th window of an asset, as in the log. */
export function featureEntry(asset: number, n: number): Entry {
  const key = `site/area/line/pump${asset}`;
  const [start, end] = [n * WINDOW_MS, (n + 1) * WINDOW_MS];
  const value: FeatureWindow = { ...example, start, end, closedAt: end };
  return { key, time: end, value: features.encode({ key, time: end, value }) };
}

/** All predictions in the log, in the order of each partition. */
export async function readPredictions(broker: Broker): Promise<Message<Prediction>[]> {
  const all: Message<Prediction>[] = [];
  for (let partition = 0; partition < broker.partitions; partition++)
    for (let offset = 0; ;) {
      const entries = await broker.read(predictions.topic, partition, offset);
      all.push(...entries.map(({ key, time, value }) => predictions.decode(key, time, value)));
      const last = entries.at(-1);
      if (last === undefined) break;
      offset = last.offset + 1;
    }
  return all;
}
