import { type Entry, partitionOf } from "@presage/stream";
import { headersOf } from "./headers.ts";
import type { Parcel } from "./log-producer.ts";
import { encodeRecords, type Record } from "./record-batch.ts";

/** A request to a broker carries one batch per partition; larger ones are slow to make room for. */
export const BATCH_BYTES = 1024 * 1024;

/** About what a record takes beside its key and value. */
const OVERHEAD_BYTES = 32;

interface Batch {
  readonly topic: string;
  readonly partition: number;
  readonly records: Record[];
  bytes: number;
}

/**
 * Gathers entries, in order, into requests that have at most `BATCH_BYTES` per partition, unless one record is larger.
 * Kafka's own time is that of appending: retention goes by it, and must not delete what a device had stored for long, or a
 * recording, before anyone has read it.
 */
export class Batches {
  readonly #partitions: number;
  readonly #requests: Batch[][] = [];
  /** Of the request under way, by topic and partition. */
  #open = new Map<string, (Batch | undefined)[]>();

  constructor(partitions: number) {
    this.#partitions = partitions;
  }

  /** In a compacted topic no bytes are a deletion, which Kafka knows as null. */
  add(topic: string, entries: Iterable<Entry>, compacted = false): void {
    for (const entry of entries) {
      const { key, value, partition = partitionOf(key, this.#partitions) } = entry;
      const size = key.length + value.byteLength + OVERHEAD_BYTES;
      const batch = this.#batch(topic, partition, size);
      const deletion = compacted && value.byteLength === 0;
      batch.records.push({ key, value: deletion ? null : value, headers: headersOf(entry) });
      batch.bytes += size;
    }
  }

  #batch(topic: string, partition: number, size: number): Batch {
    const there = this.#open.get(topic)?.[partition];
    if (there !== undefined && there.bytes + size <= BATCH_BYTES) return there;
    if (there !== undefined) this.#open = new Map();
    let ofTopic = this.#open.get(topic);
    if (ofTopic === undefined) this.#open.set(topic, (ofTopic = []));
    const batch = { topic, partition, records: [], bytes: 0 };
    ofTopic[partition] = batch;
    const request = this.#requests.at(-1);
    if (request === undefined || there !== undefined) this.#requests.push([batch]);
    else request.push(batch);
    return batch;
  }

  /** The requests, to be sent one after the other; each is encoded when its turn comes. */
  *parcels(): Generator<Parcel[]> {
    const now = Date.now();
    for (const request of this.#requests)
      yield request.map(({ topic, partition, records }) => ({
        topic,
        partition,
        value: encodeRecords(records, now),
      }));
  }
}
