import { closeSync, openSync } from "node:fs";
import { PresageError } from "@presage/contracts";
import Libsql from "libsql";

/** The part of better-sqlite3's API that is used; libsql ships no types. */
export interface Statement {
  run(...values: unknown[]): { changes: number };
  get(...values: unknown[]): Record<string, unknown> | undefined;
  all(...values: unknown[]): Record<string, unknown>[];
}

export interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  close(): void;
}

/**
 * One row per entry. `id` packs topic, partition and offset into 53 bits (6 + 7 + 40), so that SQLite's row id is the
 * only index: an append goes to the end of its partition's run and a poll is one range scan. Of the few entries that are traced, `trace` has the context, by the same id.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, key TEXT NOT NULL, time REAL NOT NULL, value BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS trace (id INTEGER PRIMARY KEY, context TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS mark (topic INTEGER, partition INTEGER, at INTEGER, next INTEGER NOT NULL, PRIMARY KEY (topic, partition, at)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS state (grp TEXT, partition INTEGER, key TEXT, value BLOB NOT NULL, PRIMARY KEY (grp, partition, key)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS progress (grp TEXT, partition INTEGER, topic TEXT, next INTEGER NOT NULL, PRIMARY KEY (grp, partition, topic)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS owner (grp TEXT, partition INTEGER, epoch INTEGER NOT NULL, PRIMARY KEY (grp, partition)) WITHOUT ROWID;
`;

/** Of the file's tables, in its `user_version`. A change that an older Presage would not understand counts it up. */
const FORMAT = 1;

/**
 * Opens or creates the file: write-ahead log, and every commit is on the disk before it returns.
 * Throws `FORMAT_NEWER` if a newer Presage made it, `BROKER_UNAVAILABLE`, `BROKER_FULL`.
 */
export function openDatabase(file: string): Database {
  try {
    makePrivate(file);
    const database = new Libsql(file) as unknown as Database;
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
    database.exec(
      "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY;",
    );
    checkFormat(database, file);
    database.exec(SCHEMA);
    return database;
  } catch (cause) {
    throw toBrokerError(cause, `cannot open the log ${file}`);
  }
}

/**
 * For its owner only; SQLite makes the files beside it with the same rights. A file that is there is not touched: closing it
 * would end the locks that this process has on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, "ax", 0o600));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return;
    throw new PresageError("BROKER_UNAVAILABLE", `cannot make the file ${file}`, cause);
  }
}

function checkFormat(database: Database, file: string): void {
  const format = database.prepare("PRAGMA user_version").get()?.["user_version"] as number;
  if (format > FORMAT) {
    database.close();
    throw new PresageError("FORMAT_NEWER", `${file} is of format ${format}; this Presage knows ${FORMAT}`);
  }
  if (format < FORMAT) database.exec(`PRAGMA user_version = ${FORMAT}`);
}

const FULL = new Set(["SQLITE_FULL"]);

/** Any error of SQLite is one of the log; anything else is a bug and stays what it is. */
export function toBrokerError(cause: unknown, what: string): Error {
  if (cause instanceof PresageError) return cause;
  const code = (cause as { code?: unknown } | null)?.code;
  if (typeof code !== "string" || !code.startsWith("SQLITE_"))
    return cause instanceof Error ? cause : new Error(what, { cause });
  return FULL.has(code)
    ? new PresageError("BROKER_FULL", `${what}: the disk is full`, cause)
    : new PresageError("BROKER_UNAVAILABLE", `${what} (${code})`, cause);
}
