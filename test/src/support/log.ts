import {
  type Contract,
  features,
  type FeatureWindow,
  type Message,
  predictions,
  type Prediction,
} from "@presage/contracts";
import type { Broker } from "@presage/stream";

/** A message, and where in the log it is. */
export type Logged<V> = Message<V> & { readonly partition: number; readonly offset: number };

/** All committed entries of a topic but heartbeats, in the order of partition and offset. */
export async function readLogged<V>(broker: Broker, contract: Contract<V>): Promise<Logged<V>[]> {
  const all: Logged<V>[] = [];
  for (let partition = 0; partition < broker.partitions; partition++)
    for (let from = 0; ;) {
      const page = await broker.read(contract.topic, partition, from);
      const last = page.at(-1);
      if (last === undefined) break;
      from = last.offset + 1;
      for (const { key, time, value, offset } of page)
        if (value.byteLength > 0) all.push({ ...contract.decode(key, time, value), partition, offset });
    }
  return all;
}

/** All messages of a topic. */
export async function readTopic<V>(broker: Broker, contract: Contract<V>): Promise<Message<V>[]> {
  const logged = await readLogged(broker, contract);
  return logged.map(({ partition: _partition, offset: _offset, ...message }) => message as Message<V>);
}

export const readFeatures = (broker: Broker): Promise<Message<FeatureWindow>[]> =>
  readTopic(broker, features);
export const readPredictions = (broker: Broker): Promise<Message<Prediction>[]> =>
  readTopic(broker, predictions);

/** `asset@start` of windows, sorted: a set with repeats in it. */
export const windowIds = (messages: readonly Message<{ readonly start: number }>[]): string[] =>
  messages.map((m) => `${m.key}@${m.value.start}`).toSorted();
