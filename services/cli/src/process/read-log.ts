import { type Contract, hasCode, type Message } from "@presage/contracts";
import type { Broker, StoredEntry } from "@presage/stream";

/** Where to begin in a partition; by default at its beginning. */
type StartOf = (partition: number) => Promise<number>;

/** All messages of a topic, partition after partition, each in its order. What is none, as a heartbeat, is passed over. */
export async function* readLog<V>(
  broker: Broker,
  contract: Contract<V>,
  startOf: StartOf = () => Promise.resolve(0),
): AsyncGenerator<Message<V>> {
  for (let partition = 0; partition < broker.partitions; partition++)
    for (let offset = await startOf(partition); ;) {
      const entries = await broker.read(contract.topic, partition, offset);
      const last = entries.at(-1);
      if (last === undefined) break;
      for (const entry of entries) {
        const message = decode(contract, entry);
        if (message !== undefined) yield message;
      }
      offset = last.offset + 1;
    }
}

/**
 * Finds the offset from which on entries are of a time or later, by a clock that goes on along the topic; a heartbeat's
 * time is such a clock. In a few reads, however long the topic is.
 */
export function startAt<V>(
  broker: Broker,
  contract: Contract<V>,
  clockOf: (message: Message<V>) => number,
  since: number,
): StartOf {
  return async (partition) => {
    /** Whether what is at an offset, or the first behind it, is of that time; so is the end. */
    const isThere = async (offset: number): Promise<boolean> => {
      const [entry] = await broker.read(contract.topic, partition, offset, 1);
      if (entry === undefined) return true;
      const message = decode(contract, entry);
      return (message === undefined ? entry.time : clockOf(message)) >= since;
    };
    let [before, after] = [-1, 0];
    while (!(await isThere(after))) [before, after] = [after, 2 * after + 1];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (await isThere(middle)) after = middle;
      else before = middle;
    }
    return after;
  };
}

function decode<V>(contract: Contract<V>, { key, time, value }: StoredEntry): Message<V> | undefined {
  if (value.byteLength === 0) return undefined;
  try {
    return contract.decode(key, time, value);
  } catch (error) {
    if (!hasCode(error, "MESSAGE_MALFORMED")) throw error;
    return undefined;
  }
}
