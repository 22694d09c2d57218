import type { TraceSpan } from "@presage/contracts";
import type { Tracing } from "@presage/service";
import type { Arrival } from "./intake.ts";

type Handle = (arrivals: readonly Arrival[]) => Promise<void>;

/**
 * Continues the traces of devices, and begins some: the span of a message ends when the log has it.
 * Where nothing is traced, messages are handed on as they are, with the context that their device gave them.
 */
export function traced(tracing: Tracing | undefined, handle: Handle, random = Math.random): Handle {
  if (tracing === undefined) return handle;
  const isTraced = ({ trace }: Arrival): boolean => trace !== undefined || random() < tracing.sample;

  return async (arrivals) => {
    const spans: TraceSpan[] = [];
    const followed = arrivals.map((arrival) => {
      if (!isTraced(arrival)) return arrival;
      const span = begin(tracing, arrival);
      spans.push(span);
      return { ...arrival, trace: span.context };
    });
    try {
      await handle(followed);
    } catch (error) {
      for (const span of spans) span.end(error);
      throw error;
    }
    for (const span of spans) span.end();
  };
}

const begin = (tracing: Tracing, { topic, payload, receivedAt, trace }: Arrival): TraceSpan =>
  tracing.begin({
    name: "bridge",
    kind: "consumer",
    causes: trace === undefined ? [] : [trace],
    beganAt: receivedAt,
    attributes: {
      "messaging.system": "mqtt",
      "messaging.destination.name": topic,
      "messaging.message.body.size": payload.byteLength,
    },
  });
