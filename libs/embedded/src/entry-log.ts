import { traceContext, type TraceContext } from "@presage/contracts";
import type { StoredEntry } from "@presage/stream";
import type { Database, Statement } from "./database.ts";
import type { Placed } from "./packed.ts";
import type { Span } from "./protocol.ts";

const OFFSETS = 2 ** 40;
const PARTITIONS = 2 ** 7;
const TOPICS = 2 ** 6;

/** A poll stops after this many bytes, so that a backlog of large blocks does not fill the memory. */
const PAGE_BYTES = 4 * 1024 * 1024;

interface Row {
  readonly id: number;
  readonly key: string;
  readonly time: number;
  readonly value: ArrayBuffer | Uint8Array;
}

const bytesOf = (value: ArrayBuffer | Uint8Array): Uint8Array =>
  value instanceof Uint8Array ? value : new Uint8Array(value);

/** The topics' entries in the file. Called within the transactions of the group commit. */
export class EntryLog {
  readonly partitions: number;
  readonly #database: Database;
  readonly #insert: Statement;
  readonly #select: Statement;
  readonly #insertTrace: Statement;
  readonly #selectTraces: Statement;
  readonly #topics = new Map<string, number>();
  /** Next offset by topic × partition; forgotten when a transaction is rolled back. */
  readonly #next = new Map<number, number>();

  constructor(database: Database, partitions: number) {
    if (partitions > PARTITIONS) throw new RangeError(`at most ${PARTITIONS} partitions`);
    this.#database = database;
    this.partitions = partitions;
    this.#insert = database.prepare("INSERT INTO entry (id, key, time, value) VALUES (?, ?, ?, ?)");
    this.#select = database.prepare(
      "SELECT id, key, time, value FROM entry WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
    );
    this.#insertTrace = database.prepare("INSERT INTO trace (id, context) VALUES (?, ?)");
    this.#selectTraces = database.prepare("SELECT id, context FROM trace WHERE id >= ? AND id <= ?");
    this.forget();
  }

  /** Drops what is remembered of a transaction that was rolled back. */
  forget(): void {
    this.#next.clear();
    this.#topics.clear();
    for (const row of this.#database.prepare("SELECT id, name FROM topic").all())
      this.#topics.set(row["name"] as string, row["id"] as number);
  }

  /** Gives each entry the next offset of its partition; returns which they are, in order per partition. */
  append(topic: string, entries: readonly Placed[]): Span[] {
    const id = this.#topicId(topic);
    const spans = new Map<number, { topic: string; partition: number; from: number; to: number }>();
    for (const { key, time, value, trace, partition } of entries) {
      const base = baseOf(id, partition);
      const offset = this.#next.get(base) ?? this.#end(id, partition);
      this.#insert.run(base + offset, key, time, value);
      if (trace !== undefined) this.#insertTrace.run(base + offset, contextText(trace));
      this.#next.set(base, offset + 1);
      const span = spans.get(partition);
      if (span === undefined) spans.set(partition, { topic, partition, from: offset, to: offset + 1 });
      else span.to = offset + 1;
    }
    return [...spans.values()];
  }

  read(topic: string, partition: number, offset: number, limit: number): StoredEntry[] {
    const id = this.#topics.get(topic);
    if (id === undefined) return [];
    const base = baseOf(id, partition);
    const entries: StoredEntry[] = [];
    // Small pages first: the size of the blocks is known only after a look at some.
    for (let bytes = 0, from = offset, page = 64; entries.length < limit && bytes < PAGE_BYTES; page *= 2) {
      const count = Math.min(page, limit - entries.length);
      const rows = this.#select.all(base + from, base + OFFSETS, count) as unknown as Row[];
      const traces = this.#traces(rows);
      for (const row of rows) {
        const value = bytesOf(row.value);
        bytes += value.byteLength;
        const trace = traces.size > 0 ? traces.get(row.id) : undefined;
        const entry = { topic, partition, offset: row.id - base, key: row.key, time: row.time, value };
        entries.push(trace === undefined ? entry : { ...entry, trace });
      }
      if (rows.length < count) break;
      from = (entries.at(-1)?.offset ?? from) + 1;
    }
    return entries;
  }

  /** The offset that the next entry will get. */
  end(topic: string, partition: number): number {
    const id = this.#topics.get(topic);
    return id === undefined ? 0 : (this.#next.get(baseOf(id, partition)) ?? this.#end(id, partition));
  }

  /**
   * Notes where every partition ends at a time, epoch milliseconds, so that `trim` can tell how old entries are. Where nothing came
   * since the mark before, that one says it all: topics that are kept for a year have few entries, and would have a mark for each minute of it.
   */
  mark(at: number): void {
    const newest = this.#database.prepare(
      "SELECT next FROM mark WHERE topic = ? AND partition = ? ORDER BY at DESC LIMIT 1",
    );
    const insert = this.#database.prepare(
      "INSERT OR REPLACE INTO mark (topic, partition, at, next) VALUES (?, ?, ?, ?)",
    );
    for (const [topic, id] of this.#topics)
      for (let partition = 0; partition < this.partitions; partition++) {
        const end = this.end(topic, partition);
        if (newest.get(id, partition)?.["next"] !== end) insert.run(id, partition, at, end);
      }
  }

  /**
   * Deletes entries of a topic that were appended before `before`, epoch milliseconds, at most `limit` per partition.
   * The event time has no say: what a device had stored for long must not go before anyone has read it.
   * Returns whether a partition had as many, and may have more.
   */
  trim(topic: string, before: number, limit: number): boolean {
    const id = this.#topics.get(topic);
    if (id === undefined) return false;
    let more = false;
    for (let partition = 0; partition < this.partitions; partition++) {
      const base = baseOf(id, partition);
      const mark = this.#database
        .prepare(
          "SELECT at, next FROM mark WHERE topic = ? AND partition = ? AND at < ? ORDER BY at DESC LIMIT 1",
        )
        .get(id, partition, before) as { at: number; next: number } | undefined;
      if (mark === undefined) continue;
      const { changes } = this.#database
        .prepare(
          "DELETE FROM entry WHERE id IN (SELECT id FROM entry WHERE id >= ? AND id < ? ORDER BY id LIMIT ?)",
        )
        .run(base, base + mark.next, limit);
      more ||= changes === limit;
      this.#database.prepare("DELETE FROM trace WHERE id >= ? AND id < ?").run(base, base + mark.next);
      // The newest such mark stays: it also says where offsets go on when a partition is empty.
      this.#database
        .prepare("DELETE FROM mark WHERE topic = ? AND partition = ? AND at < ?")
        .run(id, partition, mark.at);
    }
    return more;
  }

  /** By id, of those of the rows that are traced. */
  #traces(rows: readonly Row[]): ReadonlyMap<number, TraceContext> {
    const traces = new Map<number, TraceContext>();
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) return traces;
    for (const { id, context } of this.#selectTraces.all(first.id, last.id)) {
      const trace = contextOf(context as string);
      if (trace !== undefined) traces.set(id as number, trace);
    }
    return traces;
  }

  #topicId(name: string): number {
    const known = this.#topics.get(name);
    if (known !== undefined) return known;
    const id = this.#topics.size;
    if (id >= TOPICS) throw new RangeError(`at most ${TOPICS} topics`);
    this.#database.prepare("INSERT INTO topic (id, name) VALUES (?, ?)").run(id, name);
    this.#topics.set(name, id);
    return id;
  }

  #end(topic: number, partition: number): number {
    const base = baseOf(topic, partition);
    const last = this.#database
      .prepare("SELECT max(id) AS id FROM entry WHERE id >= ? AND id < ?")
      .get(base, base + OFFSETS);
    const marked = this.#database
      .prepare("SELECT max(next) AS next FROM mark WHERE topic = ? AND partition = ?")
      .get(topic, partition);
    const after = typeof last?.["id"] === "number" ? last["id"] - base + 1 : 0;
    return Math.max(after, (marked?.["next"] as number | null | undefined) ?? 0);
  }
}

const contextText = ({ traceparent, tracestate = "" }: TraceContext): string =>
  `${traceparent} ${tracestate}`;

function contextOf(text: string): TraceContext | undefined {
  const end = text.indexOf(" ");
  return traceContext(text.slice(0, end), text.slice(end + 1));
}

const baseOf = (topic: number, partition: number): number => (topic * PARTITIONS + partition) * OFFSETS;
