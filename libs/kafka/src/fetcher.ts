import { PresageError } from "@presage/contracts";
import { closeNow } from "./close.ts";
import { LogConsumer, READ_COMMITTED, READ_UNCOMMITTED } from "./log-consumer.ts";
import { asked, hasApiId, toBrokerError } from "./errors.ts";
import { committedRecords, type Page } from "./committed-records.ts";
import type { Settings } from "./options.ts";
import { MAX_ENTRY_BYTES, type Topics } from "./topics.ts";

const PAGE_BYTES = 4 * 1024 * 1024;
const MOVED = [
  "NOT_LEADER_OR_FOLLOWER",
  "UNKNOWN_TOPIC_ID",
  "UNKNOWN_TOPIC_OR_PARTITION",
  "FENCED_LEADER_EPOCH",
];

/** Where a partition's log begins and ends. */
export interface Bounds {
  readonly start: number;
  /** Last stable offset: all before it is decided. */
  readonly end: number;
}

/**
 * Fetches from partitions, on a connection of its own: Kafka answers one connection's requests in order, so that a fetch
 * that waits for entries would hold up all others.
 */
export class Fetcher {
  readonly #topics: Topics;
  readonly #client: LogConsumer;
  readonly #places = new Map<string, { id: string; leader: number }>();

  constructor(settings: Settings, topics: Topics) {
    this.#topics = topics;
    this.#client = new LogConsumer({ ...settings.base, groupId: `${settings.prefix}fetch` });
  }

  /** Committed entries from an offset on. Waits up to `wait` milliseconds for some. */
  async fetch(topic: string, partition: number, from: number, wait: number): Promise<Page> {
    const page = await this.#request(topic, partition, from, wait);
    return page.fetched === undefined
      ? { entries: [], next: from }
      : committedRecords(topic, page.fetched, from);
  }

  async bounds(topic: string, partition: number): Promise<Bounds> {
    return (await this.boundsOf(topic, [partition])).get(partition) ?? { start: 0, end: 0 };
  }

  /** Of many partitions, in as few requests as of one. */
  async boundsOf(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, Bounds>> {
    const name = await this.#topics.ensure(topic);
    const at = async (timestamp: bigint): Promise<readonly bigint[]> => {
      const offsets = await asked(`cannot ask for the offsets of ${topic}`, () =>
        this.#client.listOffsets({
          topics: [name],
          partitions: { [name]: [...partitions] },
          timestamp,
          isolationLevel: READ_COMMITTED,
        }),
      );
      return offsets.get(name) ?? [];
    };
    const [starts, ends] = [await at(-2n), await at(-1n)];
    /** What is not answered is not 0: a state that is taken for empty would be lost. */
    const told = (offset: bigint | undefined): number => {
      if (offset !== undefined && offset >= 0n) return Number(offset);
      throw new PresageError("BROKER_UNAVAILABLE", `Kafka does not tell the bounds of ${topic}`);
    };
    return new Map(
      partitions.map((p): [number, Bounds] => [p, { start: told(starts[p]), end: told(ends[p]) }]),
    );
  }

  async #request(topic: string, partition: number, from: number, wait: number) {
    const key = `${topic}/${partition}`;
    for (let attempt = 0; ; attempt++) {
      const place = this.#places.get(key) ?? (await this.#topics.locate(topic, partition));
      this.#places.set(key, place);
      try {
        const response = await this.#client.fetch({
          node: place.leader,
          minBytes: 1,
          maxBytes: MAX_ENTRY_BYTES,
          maxWaitTime: wait,
          isolationLevel: READ_UNCOMMITTED, // Kafka is asked for read_committed: see LogConsumer
          topics: [
            {
              topicId: place.id,
              partitions: [
                {
                  partition,
                  currentLeaderEpoch: -1,
                  fetchOffset: BigInt(from),
                  lastFetchedEpoch: -1,
                  partitionMaxBytes: PAGE_BYTES,
                },
              ],
            },
          ],
        });
        return { fetched: response.responses[0]?.partitions[0] };
      } catch (error) {
        this.#places.delete(key);
        if (attempt >= 5 || !hasApiId(error, ...MOVED))
          throw toBrokerError(error, `cannot fetch from ${topic}/${partition}`);
      }
    }
  }

  async close(): Promise<void> {
    await closeNow(this.#client);
  }
}
