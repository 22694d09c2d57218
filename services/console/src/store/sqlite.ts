import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";
import Libsql from "libsql";
import type { Tables } from "./tables.ts";

/** Opens or creates the file `console.db` of a folder. */
export function openSqlite(directory: string): Kysely<Tables> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, "console.db");
  makePrivate(path);
  const file = new Libsql(path);
  file.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
  file.exec("PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;");
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: remembering(file) }) });
}

/**
 * For its owner only; SQLite makes the files beside it with the same rights. A file that is there is not touched: closing it
 * would end the locks that this process has on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, "ax", 0o600));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
  }
}

/** Statements that are kept prepared; each takes some kilobytes. */
const PREPARED = 500;

/** The file, with statements that are prepared once: otherwise that would take longer than running them. */
function remembering(file: Libsql.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => void file.close(),
    prepare(text) {
      const known = statements.get(text);
      if (known !== undefined) return known;
      // One that reads first and writes then would fail at once where another connection has written in between.
      const made = file.prepare(text === "begin" ? "begin immediate" : text) as unknown as SqliteStatement;
      const [oldest] = statements.keys();
      if (statements.size >= PREPARED && oldest !== undefined) statements.delete(oldest);
      statements.set(text, made);
      return made;
    },
  };
}
