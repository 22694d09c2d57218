import type { TSchema, Static } from "@sinclair/typebox";
import { PresageError } from "./errors.ts";
import type { Contract, Message } from "./message.ts";

/** CloudEvents 1.0 in JSON (structured mode); `source` + `id` is the idempotency key. */
export interface CloudEvent<V> {
  readonly specversion: "1.0";
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: "application/json";
  readonly data: V;
  /** Distributed tracing extension: only of what is published, if it is traced. */
  readonly traceparent?: string;
  readonly tracestate?: string;
}

export interface Definition<S extends TSchema> {
  readonly topic: string;
  readonly title: string;
  /** CloudEvents `type`, reverse-DNS style. */
  readonly type: string;
  readonly schema: S;
  readonly example: Message<Static<S>>;
  /** Deterministic: the same message gets the same id however often it is made. */
  id(message: Message<Static<S>>): string;
}

const utf8 = new TextEncoder();
const text = new TextDecoder();

/** Wraps a message into a CloudEvent. `source` is `presage/` + topic. */
export function toCloudEvent<V>(
  definition: { topic: string; type: string; id(m: Message<V>): string },
  message: Message<V>,
): CloudEvent<V> {
  return {
    specversion: "1.0",
    id: definition.id(message),
    source: `presage/${definition.topic}`,
    type: definition.type,
    subject: message.key,
    time: new Date(message.time).toISOString(),
    datacontenttype: "application/json",
    data: message.value,
  };
}

/** A contract whose messages are CloudEvents in JSON. */
export type CloudEventContract<S extends TSchema> = Contract<Static<S>> & Definition<S>;

export function cloudEventContract<S extends TSchema>(definition: Definition<S>): CloudEventContract<S> {
  return {
    ...definition,
    encode: (message) => utf8.encode(JSON.stringify(toCloudEvent(definition, message))),
    decode(key, time, bytes) {
      let event: CloudEvent<Static<S>>;
      try {
        event = JSON.parse(text.decode(bytes)) as CloudEvent<Static<S>>;
      } catch (cause) {
        throw new PresageError("MESSAGE_MALFORMED", `a message of ${definition.topic} is not JSON`, cause);
      }
      if (event?.type !== definition.type)
        throw new PresageError(
          "MESSAGE_MALFORMED",
          `${definition.topic} holds a message of type ${event?.type}`,
        );
      return { key, time, value: event.data };
    },
  };
}
