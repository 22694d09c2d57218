import {
  type Contract,
  features,
  type FeatureWindow,
  type Message,
  predictions,
  type Prediction,
} from "@presage/contracts";
import type { Broker } from "@presage/stream";

/** All messages of a topic. */
export async function readTopic<V>(broker: Broker, contract: Contract<V>): Promise<Message<V>[]> {
  const messages: Message<V>[] = [];
  for (let partition = 0; partition < broker.partitions; partition++)
    for (let from = 0; ;) {
      const page = await broker.read(contract.topic, partition, from);
      const last = page.at(-1);
      if (last === undefined) break;
      from = last.offset + 1;
      const written = page.filter(({ value }) => value.byteLength > 0);
      messages.push(...written.map((e) => contract.decode(e.key, e.time, e.value)));
    }
  return messages;
}

export const readFeatures = (broker: Broker): Promise<Message<FeatureWindow>[]> =>
  readTopic(broker, features);
export const readPredictions = (broker: Broker): Promise<Message<Prediction>[]> =>
  readTopic(broker, predictions);

/** `asset@start` of windows, sorted: a set with repeats in it. */
export const windowIds = (messages: readonly Message<{ readonly start: number }>[]): string[] =>
  messages.map((m) => `${m.key}@${m.value.start}`).toSorted();
