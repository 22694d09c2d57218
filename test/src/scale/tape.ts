import type { Broker, Claim, Commit, Entry, StoredEntry } from "@presage/stream";

/** Messages and their values' bytes. */
export interface Volume {
  messages: number;
  bytes: number;
}

/** A log of one partition in memory, which hands one stage what it is given and keeps what it commits until that is taken. */
export interface Tape extends Broker {
  /** Gives the stage a poll; resolves when it has committed and asks for the next. */
  feed(topic: string, entries: readonly Entry[]): Promise<void>;
  /** What was committed to a topic since it was taken last. */
  take(topic: string): readonly StoredEntry[];
  /** States of the last commit of each key are not kept; this is how many there were, and their bytes. */
  readonly states: Volume;
  /** What was committed and appended, by topic. */
  readonly written: ReadonlyMap<string, Volume>;
}

export function openTape(): Tape {
  const abort = new AbortController();
  const offsets = new Map<string, number>();
  const taken = new Map<string, StoredEntry[]>();
  const written = new Map<string, Volume>();
  const states: Volume = { messages: 0, bytes: 0 };
  let give: ((entries: readonly StoredEntry[]) => void) | undefined;
  let asked: () => void = () => undefined;
  let failed: (error: unknown) => void = () => undefined;

  function place(topic: string, entries: readonly Entry[]): StoredEntry[] {
    const first = offsets.get(topic) ?? 0;
    offsets.set(topic, first + entries.length);
    return entries.map((entry, i) => ({ ...entry, topic, partition: 0, offset: first + i }));
  }

  function write(topic: string, entries: readonly Entry[]): void {
    const volume = written.get(topic) ?? { messages: 0, bytes: 0 };
    written.set(topic, volume);
    for (const { value } of entries)
      if (value.byteLength > 0) {
        volume.messages++;
        volume.bytes += value.byteLength;
      }
    const before = taken.get(topic) ?? [];
    taken.set(topic, before);
    before.push(...place(topic, entries));
  }

  function commit({ outputs, states: changed }: Commit): Promise<void> {
    for (const { topic, entries } of outputs) write(topic, entries);
    for (const [, bytes] of changed) {
      states.messages++;
      states.bytes += bytes.byteLength;
    }
    return Promise.resolve();
  }

  const claim: Claim = {
    partition: 0,
    signal: abort.signal,
    states: new Map(),
    offsets: new Map(),
    poll: () =>
      new Promise((resolve) => {
        give = resolve;
        asked();
      }),
    commit,
  };
  abort.signal.addEventListener("abort", () => give?.([]));

  const ready = (): Promise<void> =>
    new Promise((resolve, reject) => {
      [asked, failed] = [resolve, reject];
      if (give !== undefined) resolve();
    });

  return {
    partitions: 1,
    states,
    written,
    async feed(topic, entries) {
      await ready();
      const hand = give;
      give = undefined;
      hand?.(place(topic, entries));
      await ready();
    },
    take(topic) {
      const entries = taken.get(topic) ?? [];
      taken.delete(topic);
      return entries;
    },
    append(topic, entries) {
      write(topic, entries);
      return Promise.resolve();
    },
    join(_group, work) {
      const done = work(claim);
      done.catch((error: unknown) => failed(error));
      return Promise.resolve({
        done,
        async close() {
          abort.abort();
          await done.catch(() => undefined);
        },
      });
    },
    read: () => Promise.resolve([]),
    lag: ({ topics }) => Promise.resolve(new Map(topics.map((topic) => [topic, 0]))),
    close: () => Promise.resolve(),
  };
}
