import type { StoredEntry } from "@presage/stream";
import type { Placed } from "./packed.ts";
import type { Span } from "./protocol.ts";
import { Tail } from "./tail.ts";

const placeOf = (topic: string, partition: number): string => `${partition}/${topic}`;

/** What this thread knows of the log without asking: where partitions end, their newest entries, and who waits for more. */
export class Follow {
  readonly #tail = new Tail();
  readonly #ends = new Map<string, number>();
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Where a partition ends, as far as it is known. */
  end(topic: string, partition: number): number {
    return this.#ends.get(placeOf(topic, partition)) ?? 0;
  }

  /** Notes what is in the log from now on, and wakes those who wait for it. */
  appended(spans: readonly Span[]): void {
    for (const { topic, partition, to } of spans) {
      const place = placeOf(topic, partition);
      this.#ends.set(place, Math.max(to, this.#ends.get(place) ?? 0));
      for (const wake of this.#waiting.get(place) ?? []) wake();
    }
  }

  /** Keeps what this thread appended itself. */
  keep(topic: string, entries: readonly Placed[], spans: readonly Span[]): void {
    for (const { partition, from } of spans) {
      let offset = from;
      const kept: StoredEntry[] = [];
      for (const entry of entries)
        if (entry.partition === partition) kept.push({ ...entry, topic, offset: offset++ });
      this.#tail.put(placeOf(topic, partition), kept);
    }
  }

  /** Entries that need not be read from the file; none if the first of them is not at hand. */
  atHand(topic: string, partition: number, offset: number, limit: number): readonly StoredEntry[] {
    return this.#tail.read(placeOf(topic, partition), offset, limit);
  }

  /** Resolves when something is appended to one of the topics in a partition after the call, or the signal aborts. */
  more(topics: readonly string[], partition: number, signal: AbortSignal): Promise<void> {
    const places = topics.map((topic) => placeOf(topic, partition));
    return new Promise((resolve) => {
      const wake = (): void => {
        for (const place of places) this.#waiting.get(place)?.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      for (const place of places) {
        const waiting = this.#waiting.get(place);
        if (waiting === undefined) this.#waiting.set(place, new Set([wake]));
        else waiting.add(wake);
      }
      signal.addEventListener("abort", wake);
      if (signal.aborted) wake();
    });
  }
}
