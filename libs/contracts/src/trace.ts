/** Where in a trace a message is: W3C Trace Context, https://www.w3.org/TR/trace-context/. */
export interface TraceContext {
  /** `00-<trace id>-<span id>-<flags>`, hexadecimal. */
  readonly traceparent: string;
  /** What tracing systems add for themselves. */
  readonly tracestate?: string;
}

/** A piece of work in a trace that is under way. */
export interface TraceSpan {
  /** Goes with what comes of the work. */
  readonly context: TraceContext;
  /** @param error why the work failed */
  end(error?: unknown): void;
}

/** Version 00, no id all zeros, and the flag that says that the trace is recorded. */
const RECORDED = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f][13579bdf]$/;

/** Longer ones may be left out (W3C Trace Context, 3.3.1.5). */
const TRACESTATE_LENGTH = 512;

/** The context that a message says it has; undefined if it has none, a damaged one, or one of a trace that nobody records. */
export function traceContext(traceparent: unknown, tracestate?: unknown): TraceContext | undefined {
  if (typeof traceparent !== "string" || !RECORDED.test(traceparent)) return undefined;
  const isKept =
    typeof tracestate === "string" && tracestate !== "" && tracestate.length <= TRACESTATE_LENGTH;
  return isKept ? { traceparent, tracestate } : { traceparent };
}

/** The id of the trace, for logs. */
export const traceId = ({ traceparent }: TraceContext): string => traceparent.slice(3, 35);
