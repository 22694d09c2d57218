import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { mkdirSync } from "node:fs";
import { join as joinPath } from "node:path";
import { hasCode, PresageError, TOPICS } from "@presage/contracts";
import type { Broker, Claim, Group, Membership } from "@presage/stream";
import { claim, type ClaimContext } from "./claims.ts";
import { openDatabase, toBrokerError } from "./database.ts";
import { EntryLog } from "./entry-log.ts";
import { GroupCommit } from "./group-commit.ts";

export interface EmbeddedOptions {
  /** Folder of the file `log.db`; made if it is not there. */
  readonly directory: string;
  /** Fixed when the folder is made. */
  readonly partitions?: number;
  /** How often old entries are deleted, milliseconds. */
  readonly trimEvery?: number;
}

const RETRY_MS = 1_000;
const TRIM_BATCH = 2_000;
const DAY_MS = 86_400_000;

/**
 * A broker on one SQLite file, for one process: the default, with nothing to install.
 * A commit is one SQLite transaction that is on the disk before it resolves.
 * Throws `BROKER_UNAVAILABLE` or `BROKER_FULL` if the folder cannot be used.
 */
export function openEmbedded(options: EmbeddedOptions): Broker {
  const { directory, partitions = 8, trimEvery = 60_000 } = options;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new PresageError("BROKER_UNAVAILABLE", `cannot make the folder ${directory}`, cause);
  }
  const database = openDatabase(joinPath(directory, "log.db"));
  database.prepare("INSERT OR IGNORE INTO setting (name, value) VALUES ('partitions', ?)").run(partitions);
  const made = database.prepare("SELECT value FROM setting WHERE name = 'partitions'").get()?.["value"];
  if (made !== partitions)
    throw new PresageError(
      "CONFIG_INVALID",
      `${directory} was made with ${String(made)} partitions, not ${partitions}`,
    );

  const log = new EntryLog(database, partitions);
  const commits = new GroupCommit(database, () => log.forget());
  const memberships = new Set<Membership>();
  /** Who waits, by what wakes them, and for which topics. */
  const waiting = new Map<() => void, readonly string[]>();

  async function write(run: () => void, topics: readonly string[]): Promise<void> {
    await commits.write(run);
    for (const [wake, wanted] of waiting) if (topics.some((topic) => wanted.includes(topic))) wake();
  }

  const context: ClaimContext = {
    database,
    log,
    write,
    appended: (topics, signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        waiting.set(wake, topics);
        signal.addEventListener("abort", wake);
        if (signal.aborted) wake();
      }),
  };

  async function own(
    group: Group,
    partition: number,
    signal: AbortSignal,
    work: (claim: Claim) => Promise<void>,
  ): Promise<void> {
    while (!signal.aborted) {
      try {
        const claimed = await claim(context, group, partition, signal);
        return signal.aborted ? undefined : await work(claimed);
      } catch (error) {
        if (!hasCode(error, "BROKER_FENCED", "BROKER_FULL", "BROKER_UNAVAILABLE")) throw error;
        group.onError?.(error);
        // Another process owns the partition now; taking it back would only start a quarrel.
        if (error.code === "BROKER_FENCED") return;
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  const trimmer = setInterval(() => {
    const now = Date.now();
    void commits
      .write(() => {
        log.mark(now);
        for (const { contract, retention } of TOPICS)
          log.trim(contract.topic, now - retention.days * DAY_MS, TRIM_BATCH);
      })
      .catch(() => undefined); // the next append meets the same error and reports it
  }, trimEvery);
  trimmer.unref();

  return {
    partitions,
    append: (topic, entries) => write(() => log.append(topic, entries), [topic]),
    async join(group, work) {
      const stop = new AbortController();
      setMaxListeners(0, stop.signal); // every partition listens, as often as it waits for something
      const done = Promise.all(
        Array.from({ length: partitions }, (_, p) => own(group, p, stop.signal, work)),
      ).then(() => undefined);
      done.catch(() => stop.abort());
      const membership: Membership = {
        done,
        async close() {
          stop.abort();
          memberships.delete(membership);
          await done.catch(() => undefined);
        },
      };
      memberships.add(membership);
      return membership;
    },
    async read(topic, partition, offset, limit = 1_000) {
      try {
        return log.read(topic, partition, offset, limit);
      } catch (cause) {
        throw toBrokerError(cause, "cannot read the log");
      }
    },
    async lag(group) {
      const read = database.prepare("SELECT partition, next FROM progress WHERE grp = ? AND topic = ?");
      return new Map(
        group.topics.map((topic) => {
          const rows = read.all(group.name, topic);
          let behind = 0;
          for (let p = 0; p < partitions; p++) {
            const next = rows.find((row) => row["partition"] === p)?.["next"] as number | undefined;
            behind += log.end(topic, p) - (next ?? 0);
          }
          return [topic, behind];
        }),
      );
    },
    async close() {
      clearInterval(trimmer);
      await Promise.all([...memberships].map((membership) => membership.close()));
      commits.flush();
      database.close();
    },
  };
}
