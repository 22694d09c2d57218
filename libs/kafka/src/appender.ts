import type { Entry } from "@presage/stream";
import { Batches } from "./batches.ts";
import { closeNow } from "./close.ts";
import { toBrokerError } from "./errors.ts";
import { LogProducer } from "./log-producer.ts";
import type { Settings } from "./options.ts";
import type { Topics } from "./topics.ts";

interface Waiting {
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Appends with acknowledgement by all replicas. One request is under way at a time, which keeps the order; what comes
 * meanwhile goes together into the next.
 */
export class Appender {
  readonly #settings: Settings;
  readonly #topics: Topics;
  #producer: LogProducer;
  #waiting: Waiting[] = [];
  #busy = false;

  constructor(settings: Settings, topics: Topics) {
    this.#settings = settings;
    this.#topics = topics;
    this.#producer = this.#open();
  }

  /** Idempotent: a request that the client repeats by itself is in the log once. */
  #open(): LogProducer {
    return new LogProducer(this.#settings);
  }

  async append(topic: string, entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    const name = await this.#topics.ensure(topic);
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ name, entries, resolve, reject });
      if (!this.#busy) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const waiting = this.#waiting;
      this.#waiting = [];
      try {
        const batches = new Batches(this.#settings.partitions);
        for (const { name, entries } of waiting) batches.add(name, entries);
        for (const messages of batches.parcels()) await this.#producer.send({ messages });
        for (const { resolve } of waiting) resolve();
      } catch (error) {
        const broken = toBrokerError(error, "cannot append to the log");
        for (const { reject } of waiting) reject(broken);
        // After a failure the sequence numbers are in doubt; a new producer begins anew.
        void closeNow(this.#producer).catch(() => undefined);
        this.#producer = this.#open();
      }
    }
    this.#busy = false;
  }

  async close(): Promise<void> {
    await closeNow(this.#producer);
  }
}
