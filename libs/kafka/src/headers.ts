import { traceContext, type TraceContext } from "@presage/contracts";
import type { Entry } from "@presage/stream";
import type { Record } from "./record-batch.ts";

/** The header that carries the event time, a big-endian double. */
const TIME = "t";
const TIME_BYTES = Buffer.from(TIME);

/** Headers of W3C Trace Context, as other programs write and read them. */
const TRACEPARENT = "traceparent";
const TRACESTATE = "tracestate";

type Headers = readonly (readonly [Buffer | null, Buffer | null])[];

/** What an entry has besides key and value, as headers of its record. */
export function headersOf({ time, trace }: Entry): Record["headers"] {
  const value = Buffer.allocUnsafe(8);
  value.writeDoubleBE(time);
  if (trace === undefined) return [[TIME, value]];
  const { traceparent, tracestate } = trace;
  return [
    [TIME, value],
    [TRACEPARENT, Buffer.from(traceparent)],
    ...(tracestate === undefined ? [] : [[TRACESTATE, Buffer.from(tracestate)] as const]),
  ];
}

/** Where in a trace a record is. */
export function traceOf(headers: Headers): TraceContext | undefined {
  if (headers.length < 2) return undefined; // all of ours have one, and few have more
  const textOf = (wanted: string): string | undefined =>
    headers.find(([name]) => name?.toString("utf8") === wanted)?.[1]?.toString("utf8");
  return traceContext(textOf(TRACEPARENT), textOf(TRACESTATE));
}

/** The event time of a record that was made of an entry; of any other, Kafka's own time. */
export function timeOf(headers: Headers, timestamp: bigint): number {
  for (const [name, value] of headers)
    if (name?.equals(TIME_BYTES) && value?.byteLength === 8) return value.readDoubleBE();
  return Number(timestamp);
}
