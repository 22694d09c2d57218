import { setTimeout as delay } from "node:timers/promises";
import { feedback, isLogAway, rejected, samples, type RejectionCode } from "@presage/contracts";
import type { Broker, Entry } from "@presage/stream";
import { type Arrival, type Intake, type Source, takeIn } from "./intake.ts";
import { routes } from "./route.ts";

export interface BridgeObserver {
  /** Messages came from the MQTT broker. */
  received?(messages: number, bytes: number): void;
  /** They are in the log; the first of them reached the bridge at `since`, epoch milliseconds. */
  appended?(messages: number, rejections: readonly RejectionCode[], since: number): void;
  /** A mapping made nothing of them. */
  ignored?(messages: number): void;
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
  /** As `handle`, of messages of which it is known already what they say. */
  enter(arrivals: readonly Arrival[], intakes: readonly Intake[]): Promise<void>;
  /** Tells every partition what time it is, so that the windows of silent assets close. */
  heartbeat(now: number): Promise<void>;
}

/** What one call of `handle` brought. */
interface Batch {
  readonly since: number;
  readonly messages: number;
  /** What is to be appended; of mapped messages it is known later. */
  readonly outcome: Outcome | Promise<Outcome>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Entries for the log, and what became of messages that have none of their own. */
interface Outcome {
  readonly samples: readonly Entry[];
  readonly feedback: readonly Entry[];
  readonly rejected: readonly Entry[];
  readonly rejections: readonly RejectionCode[];
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
  const routeOf = routes(sources);
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

  async function later(taken: readonly (Intake | Promise<readonly Intake[]>)[]): Promise<Outcome> {
    const made: (Intake | readonly Intake[])[] = [];
    for (const each of taken) made.push(await each);
    const ignored = made.filter((each) => Array.isArray(each) && each.length === 0).length;
    if (ignored > 0) observer.ignored?.(ignored);
    return outcomeOf(made.flat());
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      appending = queue;
      queue = [];
      try {
        const outcomes: Outcome[] = [];
        for (const { outcome } of appending) outcomes.push(await outcome);
        for (const topic of ["samples", "feedback", "rejected"] as const)
          await append(
            topic,
            outcomes.flatMap((o) => o[topic]),
          );
        for (const [i, batch] of appending.entries()) {
          observer.appended?.(batch.messages, outcomes[i]?.rejections ?? [], batch.since);
          batch.resolve();
        }
      } catch (error) {
        for (const batch of appending) batch.reject(error as Error);
      }
    }
    appending = [];
  }

  function enqueue(arrivals: readonly Arrival[], outcome: Batch["outcome"]): Promise<void> {
    observer.received?.(
      arrivals.length,
      arrivals.reduce((sum, { payload }) => sum + payload.byteLength, 0),
    );
    return new Promise((resolve, reject) => {
      const since = arrivals[0]?.receivedAt ?? Infinity;
      queue.push({ since, messages: arrivals.length, outcome, resolve, reject });
      if (appending.length === 0 && queue.length === 1) void drain();
    });
  }

  return {
    get waiting() {
      return [...appending, ...queue].reduce((sum, batch) => sum + batch.messages, 0);
    },

    handle(arrivals) {
      const taken = arrivals.map((arrival) => takeIn(arrival, routeOf));
      return enqueue(
        arrivals,
        taken.some((each) => each instanceof Promise) ? later(taken) : outcomeOf(taken as Intake[]),
      );
    },

    enter: (arrivals, intakes) => enqueue(arrivals, outcomeOf(intakes)),

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

function outcomeOf(intakes: readonly Intake[]): Outcome {
  const outcome = {
    samples: [] as Entry[],
    feedback: [] as Entry[],
    rejected: [] as Entry[],
    rejections: [] as RejectionCode[],
  };
  for (const { kind, message, trace } of intakes) {
    const { key, time } = message;
    const entry = (value: Uint8Array): Entry =>
      trace === undefined ? { key, time, value } : { key, time, value, trace };
    if (kind === "samples") outcome.samples.push(entry(samples.encode(message)));
    else if (kind === "feedback") outcome.feedback.push(entry(feedback.encode(message)));
    else {
      outcome.rejected.push(entry(rejected.encode(message)));
      outcome.rejections.push(message.value.code);
    }
  }
  return outcome;
}
