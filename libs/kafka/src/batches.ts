import { traceContext, type TraceContext } from "@presage/contracts";
import { type Entry, partitionOf } from "@presage/stream";

/** A message as the client takes it. */
export interface Record {
  readonly topic: string;
  readonly key: Buffer;
  readonly value?: Buffer;
  readonly partition: number;
  readonly timestamp: bigint;
  readonly headers: Map<Buffer, Buffer>;
}

/** A request to a broker carries one batch per partition; larger ones are slow to make room for. */
export const BATCH_BYTES = 1024 * 1024;

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The header that carries the event time, a big-endian double. */
const TIME = Buffer.from("t");

/** Headers of W3C Trace Context, as other programs write and read them. */
const TRACEPARENT = Buffer.from("traceparent");
const TRACESTATE = Buffer.from("tracestate");

type Headers = readonly (readonly [Buffer | null, Buffer | null])[];

function headersOf({ time, trace }: Entry): Map<Buffer, Buffer> {
  const value = Buffer.allocUnsafe(8);
  value.writeDoubleBE(time);
  const headers = new Map([[TIME, value]]);
  if (trace === undefined) return headers;
  headers.set(TRACEPARENT, Buffer.from(trace.traceparent));
  if (trace.tracestate !== undefined) headers.set(TRACESTATE, Buffer.from(trace.tracestate));
  return headers;
}

/** Where in a trace a record is. */
export function traceOf(headers: Headers): TraceContext | undefined {
  if (headers.length < 2) return undefined; // all of ours have one, and few have more
  const textOf = (wanted: Buffer): string | undefined =>
    headers.find(([name]) => name?.equals(wanted))?.[1]?.toString("utf8");
  return traceContext(textOf(TRACEPARENT), textOf(TRACESTATE));
}

/** The event time of a record that was made by `toRecord`; of any other, Kafka's own time. */
export function timeOf(headers: Headers, timestamp: bigint): number {
  for (const [name, value] of headers)
    if (name?.equals(TIME) && value?.byteLength === 8) return value.readDoubleBE();
  return Number(timestamp);
}

/**
 * The record of an entry. Kafka's own time is that of appending: retention goes by it, and must not delete what a device
 * had stored for long, or a recording, before anyone has read it. In a compacted topic
 * no bytes are a deletion, which Kafka knows as null.
 */
export function toRecord(topic: string, entry: Entry, partitions: number, compacted: boolean): Record {
  const { key, value, partition = partitionOf(key, partitions) } = entry;
  const deletion = compacted && value.byteLength === 0;
  return {
    topic,
    key: Buffer.from(key, "utf8"),
    ...(deletion ? {} : { value: view(value) }),
    partition,
    timestamp: BigInt(Date.now()),
    headers: headersOf(entry),
  };
}

/** Cuts records, in order, into requests that have at most `BATCH_BYTES` per partition, unless one record is larger. */
export function batches(records: readonly Record[]): Record[][] {
  const result: Record[][] = [];
  let batch: Record[] = [];
  let bytes = new Map<string, number>();
  for (const record of records) {
    const place = `${record.topic}/${record.partition}`;
    const size = record.key.byteLength + (record.value?.byteLength ?? 0) + 32;
    const total = (bytes.get(place) ?? 0) + size;
    if (total > BATCH_BYTES && batch.length > 0) {
      result.push(batch);
      batch = [];
      bytes = new Map();
      bytes.set(place, size);
    } else bytes.set(place, total);
    batch.push(record);
  }
  if (batch.length > 0) result.push(batch);
  return result;
}
