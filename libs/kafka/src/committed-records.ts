import type { Consumer } from "@platformatic/kafka";
import type { StoredEntry } from "@presage/stream";
import { timeOf, traceOf } from "./headers.ts";

type FetchResponse = Awaited<ReturnType<typeof Consumer.prototype.fetch>>;
export type Fetched = FetchResponse["responses"][number]["partitions"][number];

const IS_TRANSACTIONAL = 0b1_0000;
const IS_CONTROL = 0b10_0000;
const ABORT = 0;
const EMPTY = new Uint8Array(0);

export interface Page {
  readonly entries: StoredEntry[];
  /** The offset to fetch next: past control records and aborted entries too. */
  readonly next: number;
}

/**
 * The committed entries of a fetch with isolation level read_committed. Kafka sends the entries of aborted transactions
 * as well, and a list of those transactions: leaving them out is the client's part.
 * Source: Apache Kafka, message format (control batches) and Fetch API (`aborted_transactions`).
 */
export function committedRecords(topic: string, fetched: Fetched, from: number): Page {
  const entries: StoredEntry[] = [];
  const partition = fetched.partitionIndex;
  const toCome = fetched.abortedTransactions.toSorted((a, b) => Number(a.firstOffset - b.firstOffset));
  const aborted = new Set<bigint>();
  let next = from;
  for (const batch of fetched.records ?? []) {
    const last = batch.firstOffset + BigInt(batch.lastOffsetDelta);
    while (toCome[0] !== undefined && toCome[0].firstOffset <= last) {
      aborted.add(toCome[0].producerId);
      toCome.shift();
    }
    next = Math.max(next, Number(last) + 1);
    if ((batch.attributes & IS_CONTROL) !== 0) {
      // The key of a control record: version and type, two bytes each.
      if (batch.records[0]?.key?.readInt16BE(2) === ABORT) aborted.delete(batch.producerId);
      continue;
    }
    if ((batch.attributes & IS_TRANSACTIONAL) !== 0 && aborted.has(batch.producerId)) continue;
    const first = Number(batch.firstOffset);
    for (const record of batch.records) {
      const offset = first + record.offsetDelta;
      if (offset < from) continue; // a batch is sent whole, also when it begins before the offset asked for
      const trace = traceOf(record.headers);
      const entry = {
        topic,
        partition,
        offset,
        key: record.key?.toString("utf8") ?? "",
        time: timeOf(record.headers, batch.firstTimestamp + record.timestampDelta),
        value: record.value ?? EMPTY,
      };
      entries.push(trace === undefined ? entry : { ...entry, trace });
    }
  }
  return { entries, next };
}
