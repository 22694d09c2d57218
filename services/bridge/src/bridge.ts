import { setTimeout as delay } from "node:timers/promises";
import { hasCode, rejected, samples, type RejectionCode } from "@presage/contracts";
import type { Broker, Entry } from "@presage/stream";
import { type Arrival, type Source, takeIn } from "./intake.ts";

export interface BridgeObserver {
  /** A batch is in the log. */
  appended?(event: {
    readonly messages: number;
    readonly bytes: number;
    readonly rejections: readonly RejectionCode[];
  }): void;
  /** The log cannot take the batch; it is tried again. Called once for each attempt. */
  held?(error: Error): void;
  /** The log takes messages again. */
  released?(): void;
}

/** Carries device messages into the log. */
export interface Bridge {
  /** Resolves once the batch is in the log, however long that takes; rejects only when the signal aborts before. */
  handle(batch: readonly Arrival[]): Promise<void>;
  /** Tells every partition what time it is, so that the windows of silent assets close. */
  heartbeat(now: number): Promise<void>;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

export function createBridge(
  broker: Broker,
  sources: readonly Source[],
  observer: BridgeObserver,
  signal: AbortSignal,
): Bridge {
  /** Arrival times of the batches that are not in the log yet. */
  const waiting = new Set<{ readonly since: number }>();

  /** Appends until it succeeds: the device's broker keeps what is not acknowledged, so holding on loses nothing. */
  async function append(topic: string, entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    for (let wait = FIRST_RETRY_MS, held = false; ; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      try {
        await broker.append(topic, entries);
        if (held) observer.released?.();
        return;
      } catch (error) {
        if (!hasCode(error, "BROKER_UNAVAILABLE", "BROKER_FULL")) throw error;
        held = true;
        observer.held?.(error);
        await delay(wait, undefined, { signal });
      }
    }
  }

  return {
    async handle(batch) {
      const good: Entry[] = [];
      const bad: Entry[] = [];
      const rejections: RejectionCode[] = [];
      let bytes = 0;
      for (const arrival of batch) {
        const intake = takeIn(arrival, sources);
        bytes += arrival.payload.byteLength;
        const { key, time } = intake.message;
        if (intake.kind === "samples") good.push({ key, time, value: samples.encode(intake.message) });
        else {
          bad.push({ key, time, value: rejected.encode(intake.message) });
          rejections.push(intake.message.value.code);
        }
      }
      const oldest = { since: batch[0]?.receivedAt ?? Infinity };
      waiting.add(oldest);
      try {
        await append(samples.topic, good);
        await append(rejected.topic, bad);
      } finally {
        waiting.delete(oldest);
      }
      observer.appended?.({ messages: batch.length, bytes, rejections });
    },

    async heartbeat(now) {
      // Not later than what is still on its way: a heartbeat must not overtake the messages it would declare silent.
      const time = Math.min(now, ...[...waiting].map((batch) => batch.since));
      const entries = Array.from({ length: broker.partitions }, (_, partition) => ({
        key: "",
        time,
        value: new Uint8Array(0),
        partition,
      }));
      await broker.append(samples.topic, entries).catch((error: unknown) => {
        if (!hasCode(error, "BROKER_UNAVAILABLE", "BROKER_FULL")) throw error;
      });
    },
  };
}
