import type { TraceContext, TraceSpan } from "@presage/contracts";

/** A piece of work that begins. */
export interface SpanStart {
  readonly name: string;
  readonly kind: "consumer" | "producer";
  /** What it follows from, in the order it came: it is a child of the last, and linked to the others. None: a trace begins. */
  readonly causes: readonly TraceContext[];
  /** Epoch milliseconds. */
  readonly beganAt: number;
  /** Attributes, by the names of OpenTelemetry's semantic conventions, or `presage.…`. */
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Traces of the way of a message. A service that is not traced has none of this. */
export interface Tracing {
  /** Share of the messages without a trace of which the bridge begins one. */
  readonly sample: number;
  begin(start: SpanStart): TraceSpan;
  /** Sends what has ended and was not sent yet; gives up after a few seconds. */
  close(): Promise<void>;
}
