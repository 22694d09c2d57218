import { feedback, type Feedback, type Message } from "@presage/contracts";
import type { Broker } from "@presage/stream";

/** Says things of assets, and knows when they are in the store. */
export interface Speaker {
  /** Resolves once all of it is in the log, and taken in by this process, or after five seconds. */
  say(messages: readonly Message<Feedback>[]): Promise<void>;
  /** To be told what was taken in. */
  heard(messages: readonly Message<Feedback>[]): void;
}

/** Another process may own the partition: then what was said is in the store without this one knowing. */
const PATIENCE_MS = 5_000;

const idOf = ({ key, value }: Message<Feedback>): string => `${key}@${value.at}.${value.action}`;

export function createSpeaker(broker: Broker): Speaker {
  const waiting = new Map<string, () => void>();
  return {
    async say(messages) {
      const taken = Promise.all(
        messages.map((message) => new Promise<void>((resolve) => waiting.set(idOf(message), resolve))),
      );
      let timer: NodeJS.Timeout | undefined;
      try {
        await broker.append(
          feedback.topic,
          messages.map((message) => ({
            key: message.key,
            time: message.time,
            value: feedback.encode(message),
          })),
        );
        const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)));
        await Promise.race([taken, patience]);
      } finally {
        clearTimeout(timer);
        for (const message of messages) waiting.delete(idOf(message));
      }
    },
    heard(messages) {
      for (const message of messages) waiting.get(idOf(message))?.();
    },
  };
}
