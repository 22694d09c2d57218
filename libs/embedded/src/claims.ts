import { PresageError } from "@presage/contracts";
import type { Claim, Commit, Group, StoredEntry } from "@presage/stream";
import type { Database } from "./database.ts";
import type { EntryLog } from "./entry-log.ts";
import { Refused } from "./group-commit.ts";

/** What a claim needs of its broker. */
export interface ClaimContext {
  readonly database: Database;
  readonly log: EntryLog;
  /** Runs a write in the next transaction; it appends to these topics. */
  write(run: () => void, topics: readonly string[]): Promise<void>;
  /** Resolves when something is appended to one of the topics after the call, or the signal aborts. */
  appended(topics: readonly string[], signal: AbortSignal): Promise<void>;
}

const POLL_LIMIT = 2_000;

/** Fences the partition's earlier owner, then restores what it committed. */
export async function claim(
  context: ClaimContext,
  group: Group,
  partition: number,
  signal: AbortSignal,
): Promise<Claim> {
  const { database, log } = context;
  const { name, topics } = group;
  const readEpoch = database.prepare("SELECT epoch FROM owner WHERE grp = ? AND partition = ?");
  const epochNow = (): number => (readEpoch.get(name, partition)?.["epoch"] as number | undefined) ?? 0;
  let epoch = 0;
  await context.write(() => {
    epoch = epochNow() + 1;
    database
      .prepare("INSERT OR REPLACE INTO owner (grp, partition, epoch) VALUES (?, ?, ?)")
      .run(name, partition, epoch);
  }, []);

  const offsets = new Map<string, number>();
  for (const row of database
    .prepare("SELECT topic, next FROM progress WHERE grp = ? AND partition = ?")
    .all(name, partition))
    offsets.set(row["topic"] as string, row["next"] as number);
  const states = new Map<string, Uint8Array>();
  for (const row of database
    .prepare("SELECT key, value FROM state WHERE grp = ? AND partition = ?")
    .all(name, partition))
    states.set(row["key"] as string, new Uint8Array(row["value"] as ArrayBuffer));
  const position = new Map(topics.map((topic) => [topic, offsets.get(topic) ?? 0]));

  function readOn(): StoredEntry[] {
    const entries: StoredEntry[] = [];
    for (const topic of topics) {
      const page = log.read(topic, partition, position.get(topic) ?? 0, POLL_LIMIT);
      const last = page.at(-1);
      if (last !== undefined) position.set(topic, last.offset + 1);
      entries.push(...page);
    }
    return entries;
  }

  const putState = database.prepare(
    "INSERT OR REPLACE INTO state (grp, partition, key, value) VALUES (?, ?, ?, ?)",
  );
  const deleteState = database.prepare("DELETE FROM state WHERE grp = ? AND partition = ? AND key = ?");
  const putOffset = database.prepare(
    "INSERT OR REPLACE INTO progress (grp, partition, topic, next) VALUES (?, ?, ?, ?)",
  );

  function apply(commit: Commit): void {
    if (epochNow() !== epoch)
      throw new Refused(new PresageError("BROKER_FENCED", `${name}/${partition} has another owner`));
    for (const { topic, entries } of commit.outputs) log.append(topic, entries);
    for (const [key, value] of commit.states) {
      if (value.byteLength > 0) putState.run(name, partition, key, value);
      else deleteState.run(name, partition, key);
    }
    for (const [topic, next] of commit.offsets) putOffset.run(name, partition, topic, next);
  }

  return {
    partition,
    signal,
    states,
    offsets,
    async poll() {
      while (!signal.aborted) {
        const entries = readOn();
        if (entries.length > 0) return entries;
        await context.appended(topics, signal);
      }
      return [];
    },
    commit: (commit) =>
      context.write(
        () => apply(commit),
        commit.outputs.map((output) => output.topic),
      ),
  };
}
