import Libsql from "libsql";
import { type Database, toBrokerError } from "./database.ts";

/**
 * Copies an SQLite file as it is at one moment, without what is free in it, while others go on writing to it.
 * The copy must not be there yet. Throws `BROKER_FULL` or `BROKER_UNAVAILABLE`.
 */
export function snapshotFile(file: string, copy: string): void {
  withFile(file, (database) => void database.prepare("VACUUM INTO ?").run(copy));
}

/** Throws `BROKER_UNAVAILABLE` unless a file is an SQLite database whose list of tables can be read, also while others write to it. */
export function checkFile(file: string): void {
  withFile(file, (database) => void database.prepare("SELECT count(*) FROM sqlite_schema").get(), "read");
}

/** Whether another process has an SQLite file open that is written ahead: only its last user can leave that mode. */
export function isInUse(file: string): boolean {
  try {
    withFile(file, (database) => void database.prepare("PRAGMA journal_mode = DELETE").get());
    return false;
  } catch {
    return true;
  }
}

function withFile(file: string, use: (database: Database) => void, what = "copy"): void {
  try {
    const database = new Libsql(file) as unknown as Database;
    try {
      database.exec("PRAGMA busy_timeout = 1000");
      use(database);
    } finally {
      database.close();
    }
  } catch (cause) {
    throw toBrokerError(cause, `cannot ${what} ${file}`);
  }
}
