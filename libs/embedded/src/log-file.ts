import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PresageError, TOPICS } from "@presage/contracts";
import type { StoredEntry } from "@presage/stream";
import { type Database, openDatabase, toBrokerError } from "./database.ts";
import { EntryLog } from "./entry-log.ts";
import { GroupCommit, Refused } from "./group-commit.ts";
import { pack, unpack, unpackEntries } from "./packed.ts";
import type { Calls, LogSettings, Restored, Span, Writes } from "./protocol.ts";

/** Of each partition in one transaction: what others write meanwhile waits for no more than this. */
const TRIM_BATCH = 250;
const DAY_MS = 86_400_000;

type Ask<N extends keyof Calls> = Calls[N]["ask"];

/** The log's file: appends and commits of many in one transaction, which is on the disk before any of them resolves. */
export class LogFile {
  readonly #database: Database;
  readonly #log: EntryLog;
  readonly #commits: GroupCommit;
  readonly #partitions: number;
  readonly #trimEvery: number;
  #trimmer: NodeJS.Timeout | undefined;
  readonly #sql;

  /** Throws `BROKER_UNAVAILABLE` or `BROKER_FULL` if the folder cannot be used, `CONFIG_INVALID` if it was made with other partitions. */
  constructor({ directory, partitions, trimEvery }: LogSettings) {
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw new PresageError("BROKER_UNAVAILABLE", `cannot make the folder ${directory}`, cause);
    }
    this.#partitions = partitions;
    this.#database = openDatabase(join(directory, "log.db"));
    this.#checkPartitions(directory);
    this.#log = new EntryLog(this.#database, partitions);
    this.#commits = new GroupCommit(this.#database, () => this.#log.forget());
    const sql = (text: string) => this.#database.prepare(text);
    this.#sql = {
      epoch: sql("SELECT epoch FROM owner WHERE grp = ? AND partition = ?"),
      own: sql("INSERT OR REPLACE INTO owner (grp, partition, epoch) VALUES (?, ?, ?)"),
      states: sql("SELECT key, value FROM state WHERE grp = ? AND partition = ?"),
      putState: sql("INSERT OR REPLACE INTO state (grp, partition, key, value) VALUES (?, ?, ?, ?)"),
      deleteState: sql("DELETE FROM state WHERE grp = ? AND partition = ? AND key = ?"),
      offsets: sql("SELECT topic, next FROM progress WHERE grp = ? AND partition = ?"),
      putOffset: sql("INSERT OR REPLACE INTO progress (grp, partition, topic, next) VALUES (?, ?, ?, ?)"),
      progress: sql("SELECT partition, next FROM progress WHERE grp = ? AND topic = ?"),
    };
    this.#trimEvery = trimEvery;
    this.#trimLater();
  }

  append(writes: Ask<"append">): Promise<readonly Span[]> {
    return this.#commits.write(() => this.#append([writes]));
  }

  /** Fences the partition's earlier owner, then restores what it committed. */
  async claim({ group, topics, partition }: Ask<"claim">): Promise<Restored> {
    const epoch = await this.#commits.write(() => {
      const next = this.#epoch(group, partition) + 1;
      this.#sql.own.run(group, partition, next);
      return next;
    });
    const states = this.#sql.states.all(group, partition);
    const offsets = this.#sql.offsets.all(group, partition);
    return {
      epoch,
      states: pack(
        states.map((row) => row["key"] as string),
        states.map((row) => new Uint8Array(row["value"] as ArrayBuffer)),
      ),
      offsets: offsets.map((row) => [row["topic"] as string, row["next"] as number]),
      ends: topics.map((topic) => [topic, this.#log.end(topic, partition)]),
    };
  }

  /** Throws `BROKER_FENCED` if the partition was claimed by another one since. */
  commit({ group, partition, epoch, outputs, states, offsets }: Ask<"commit">): Promise<readonly Span[]> {
    return this.#commits.write(() => {
      if (this.#epoch(group, partition) !== epoch)
        throw new Refused(new PresageError("BROKER_FENCED", `${group}/${partition} has another owner`));
      const spans = this.#append(outputs);
      for (const [key, value] of unpack(states))
        if (value.byteLength > 0) this.#sql.putState.run(group, partition, key, value);
        else this.#sql.deleteState.run(group, partition, key);
      for (const [topic, next] of offsets) this.#sql.putOffset.run(group, partition, topic, next);
      return spans;
    });
  }

  read({ topic, partition, offset, limit }: Ask<"read">): readonly StoredEntry[] {
    try {
      return this.#log.read(topic, partition, offset, limit);
    } catch (cause) {
      throw toBrokerError(cause, "cannot read the log");
    }
  }

  lag({ group, topics }: Ask<"lag">): Calls["lag"]["answer"] {
    return topics.map((topic) => {
      const rows = this.#sql.progress.all(group, topic);
      let behind = 0;
      for (let p = 0; p < this.#partitions; p++) {
        const next = rows.find((row) => row["partition"] === p)?.["next"] as number | undefined;
        behind += this.#log.end(topic, p) - (next ?? 0);
      }
      return [topic, behind];
    });
  }

  close(): void {
    clearTimeout(this.#trimmer);
    this.#trimmer = undefined;
    this.#commits.flush();
    this.#database.close();
  }

  #append(outputs: Writes["outputs"]): Span[] {
    return outputs.flatMap(({ topic, entries }) => this.#log.append(topic, unpackEntries(entries)));
  }

  #epoch(group: string, partition: number): number {
    return (this.#sql.epoch.get(group, partition)?.["epoch"] as number | undefined) ?? 0;
  }

  #checkPartitions(directory: string): void {
    this.#database
      .prepare("INSERT OR IGNORE INTO setting (name, value) VALUES ('partitions', ?)")
      .run(this.#partitions);
    const made = this.#database.prepare("SELECT value FROM setting WHERE name = 'partitions'").get()?.[
      "value"
    ];
    if (made === this.#partitions) return;
    this.#database.close();
    throw new PresageError(
      "CONFIG_INVALID",
      `${directory} was made with ${String(made)} partitions, not ${this.#partitions}`,
    );
  }

  #trimLater(): void {
    this.#trimmer = setTimeout(() => {
      this.#trim()
        .catch(() => undefined) // the next append meets the same error and reports it
        .finally(() => {
          if (this.#trimmer !== undefined) this.#trimLater();
        });
    }, this.#trimEvery);
  }

  /** Deletes all that is past its retention, however much it is, in transactions between those of others. */
  async #trim(): Promise<void> {
    const now = Date.now();
    await this.#commits.write(() => this.#log.mark(now));
    for (const { contract, retention } of TOPICS) {
      const before = now - retention.days * DAY_MS;
      const trim = (): boolean => this.#log.trim(contract.topic, before, TRIM_BATCH);
      for (let more = true; more && this.#trimmer !== undefined;) more = await this.#commits.write(trim);
    }
  }
}
