import { setTimeout as delay } from "node:timers/promises";
import { feedback, isLogAway, rejected, samples, type RejectionCode } from "@presage/contracts";
import type { Broker, Entry } from "@presage/stream";
import { type Arrival, type Source, takeIn } from "./intake.ts";

export interface BridgeObserver {
  /** Messages came from the MQTT broker. */
  received?(messages: number, bytes: number): void;
  /** They are in the log. */
  appended?(messages: number, rejections: readonly RejectionCode[]): void;
  /** The log cannot take messages; they are tried again. Called once for each attempt. */
  held?(error: Error): void;
  /** The log takes messages again. */
  released?(): void;
}

/** Carries device messages into the log. */
export interface Bridge {
  /** Messages that are not in the log yet. */
  readonly waiting: number;
  /** Resolves once the messages are in the log, however long that takes; rejects only when the signal aborts before. */
  handle(arrivals: readonly Arrival[]): Promise<void>;
  /** Tells every partition what time it is, so that the windows of silent assets close. */
  heartbeat(now: number): Promise<void>;
}

/** What one call of `handle` brought. */
interface Batch {
  readonly since: number;
  readonly messages: number;
  readonly samples: readonly Entry[];
  readonly feedback: readonly Entry[];
  readonly rejected: readonly Entry[];
  readonly rejections: readonly RejectionCode[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/**
 * One append is under way at a time and is repeated until it succeeds, so that an asset's messages keep their order;
 * what comes meanwhile goes together into the next. How much that can be is limited by whoever calls `handle`.
 */
export function createBridge(
  broker: Broker,
  sources: readonly Source[],
  observer: BridgeObserver,
  signal: AbortSignal,
): Bridge {
  let queue: Batch[] = [];
  let appending: readonly Batch[] = [];

  /** Holding on loses nothing: the device's broker keeps what is not acknowledged. */
  async function append(topic: string, entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    for (let wait = FIRST_RETRY_MS, held = false; ; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      try {
        await broker.append(topic, entries);
        if (held) observer.released?.();
        return;
      } catch (error) {
        if (!isLogAway(error)) throw error;
        held = true;
        observer.held?.(error);
        await delay(wait, undefined, { signal });
      }
    }
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      appending = queue;
      queue = [];
      try {
        await append(
          samples.topic,
          appending.flatMap((b) => b.samples),
        );
        await append(
          feedback.topic,
          appending.flatMap((b) => b.feedback),
        );
        await append(
          rejected.topic,
          appending.flatMap((b) => b.rejected),
        );
        for (const batch of appending) {
          observer.appended?.(batch.messages, batch.rejections);
          batch.resolve();
        }
      } catch (error) {
        for (const batch of appending) batch.reject(error as Error);
      }
    }
    appending = [];
  }

  return {
    get waiting() {
      return [...appending, ...queue].reduce((sum, batch) => sum + batch.messages, 0);
    },

    handle(arrivals) {
      const good: Entry[] = [];
      const said: Entry[] = [];
      const bad: Entry[] = [];
      const rejections: RejectionCode[] = [];
      let bytes = 0;
      for (const arrival of arrivals) {
        const intake = takeIn(arrival, sources);
        bytes += arrival.payload.byteLength;
        const { key, time } = intake.message;
        if (intake.kind === "samples") good.push({ key, time, value: samples.encode(intake.message) });
        else if (intake.kind === "feedback") said.push({ key, time, value: feedback.encode(intake.message) });
        else {
          bad.push({ key, time, value: rejected.encode(intake.message) });
          rejections.push(intake.message.value.code);
        }
      }
      observer.received?.(arrivals.length, bytes);
      return new Promise((resolve, reject) => {
        const since = arrivals[0]?.receivedAt ?? Infinity;
        queue.push({
          since,
          messages: arrivals.length,
          samples: good,
          feedback: said,
          rejected: bad,
          rejections,
          resolve,
          reject,
        });
        if (appending.length === 0 && queue.length === 1) void drain();
      });
    },

    async heartbeat(now) {
      // Not later than what is still on its way: a heartbeat must not overtake the messages it would declare silent.
      const time = Math.min(now, ...appending.map((b) => b.since), ...queue.map((b) => b.since));
      const entries = Array.from({ length: broker.partitions }, (_, partition) => ({
        key: "",
        time,
        value: new Uint8Array(0),
        partition,
      }));
      await broker.append(samples.topic, entries).catch((error: unknown) => {
        if (!isLogAway(error)) throw error;
      });
    },
  };
}
