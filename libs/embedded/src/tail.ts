import type { StoredEntry } from "@presage/stream";

/** Entries of one append, in one partition of a topic. */
interface Chunk {
  readonly run: Chunk[];
  readonly entries: readonly StoredEntry[];
  readonly bytes: number;
}

/** Enough for some seconds at full load, so that nobody who keeps up reads from the file. */
const KEPT_BYTES = 32 * 1024 * 1024;

/** The newest entries of this thread's own appends: those who follow the log need not read them from the file. */
export class Tail {
  /** Without a gap in its offsets, by topic and partition. */
  readonly #runs = new Map<string, Chunk[]>();
  /** All of them, oldest first. */
  readonly #chunks = new Set<Chunk>();
  #bytes = 0;
  readonly #kept: number;

  constructor(kept = KEPT_BYTES) {
    this.#kept = kept;
  }

  /** @param entries of one partition of a topic, in order, without a gap */
  put(place: string, entries: readonly StoredEntry[]): void {
    const first = entries[0];
    if (first === undefined) return;
    let run = this.#runs.get(place);
    if (run === undefined) this.#runs.set(place, (run = []));
    // Somebody else has appended in between.
    if ((run.at(-1)?.entries.at(-1)?.offset ?? -1) + 1 !== first.offset) this.#drop(run.splice(0));
    const bytes = entries.reduce((sum, { key, value }) => sum + value.byteLength + key.length, 0);
    const chunk = { run, entries, bytes };
    run.push(chunk);
    this.#chunks.add(chunk);
    this.#bytes += bytes;
    for (const oldest of this.#chunks) {
      if (this.#bytes <= this.#kept) break;
      oldest.run.shift();
      this.#drop([oldest]);
    }
  }

  /** Entries from an offset on, at most so many; none if the first of them is not here. */
  read(place: string, offset: number, limit: number): readonly StoredEntry[] {
    const run = this.#runs.get(place) ?? [];
    let at = run.length - 1;
    while (at >= 0 && (run[at]?.entries[0]?.offset ?? 0) > offset) at--;
    const found: StoredEntry[] = [];
    for (; at >= 0 && at < run.length && found.length < limit; at++)
      for (const entry of run[at]?.entries ?? []) if (entry.offset >= offset) found.push(entry);
    return found.length > limit ? found.slice(0, limit) : found;
  }

  #drop(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) {
      this.#chunks.delete(chunk);
      this.#bytes -= chunk.bytes;
    }
  }
}
