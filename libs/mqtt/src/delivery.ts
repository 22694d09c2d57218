import type { TraceContext } from "@presage/contracts";

/** One message as it came from the broker. */
export interface Delivery {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1 | 2;
  /** Whether the broker had it stored as the topic's last value when the source subscribed. */
  readonly retain: boolean;
  /** Whether the broker says that it may have sent it before. */
  readonly duplicate: boolean;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** What the MQTT 5 user properties `traceparent` and `tracestate` say. */
  readonly trace?: TraceContext;
}

/**
 * Takes a batch, in order of arrival. Resolving acknowledges it; rejecting makes the broker send it again. Some batches
 * are under way at a time: whoever needs order across batches must queue them in the order of the calls.
 */
export type Handler = (messages: readonly Delivery[]) => Promise<void>;

export interface Subscription {
  readonly filter: string;
  readonly qos: 0 | 1 | 2;
  /** Name of the group whose members share the messages. The embedded broker has no shared subscriptions. */
  readonly shared?: string;
}
