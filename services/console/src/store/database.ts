import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PresageError } from "@presage/contracts";
import { Kysely, PostgresDialect, type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";
import Libsql from "libsql";
import { type CustomTypesConfig, DatabaseError, Pool, types as pgTypes } from "pg";
import { migrate } from "./migrate.ts";
import type { Tables } from "./tables.ts";

export type Kind = "sqlite" | "postgres";

/** What the console keeps: in a file of its own, or in PostgreSQL. */
export type Database = Kysely<Tables>;

export interface StoreOptions {
  /** Folder of the file `console.db`. */
  readonly dataDir: string;
  /** postgres://user:password@host/database; with it nothing is kept in the folder. */
  readonly url?: string | undefined;
}

/** Opens what is configured, brought forward to this version. Throws `STORE_UNREACHABLE`. */
export async function openDatabase(options: StoreOptions): Promise<Database> {
  try {
    const [db, kind] = connect(options);
    await migrate(db as Kysely<unknown>, kind);
    return db;
  } catch (cause) {
    const where = options.url === undefined ? options.dataDir : "PostgreSQL";
    throw new PresageError("STORE_UNREACHABLE", `the console's store in ${where} cannot be used`, cause);
  }
}

/** Opens what is configured, of whatever version it is. */
export const connect = ({ dataDir, url }: StoreOptions): readonly [Database, Kind] =>
  url === undefined ? [openSqlite(dataDir), "sqlite"] : [openPostgres(url), "postgres"];

/** A driver's error as `STORE_UNREACHABLE`; anything else is a bug and stays what it is. */
export function storeError(cause: unknown): unknown {
  const code = (cause as { code?: unknown } | null)?.code;
  const ofDriver =
    cause instanceof DatabaseError ||
    (typeof code === "string" && /^(SQLITE_|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(code)) ||
    (cause instanceof Error && /^(Connection terminated|timeout exceeded)/.test(cause.message));
  return ofDriver
    ? new PresageError("STORE_UNREACHABLE", "the console's store cannot be read or written", cause)
    : cause;
}

function openSqlite(directory: string): Database {
  mkdirSync(directory, { recursive: true });
  const file = new Libsql(join(directory, "console.db"));
  file.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
  file.exec("PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;");
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: remembering(file) }) });
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
      const made = file.prepare(text) as unknown as SqliteStatement;
      const [oldest] = statements.keys();
      if (statements.size >= PREPARED && oldest !== undefined) statements.delete(oldest);
      statements.set(text, made);
      return made;
    },
  };
}

const INT8 = 20;

function openPostgres(connectionString: string): Database {
  const types: CustomTypesConfig = {
    // Epoch milliseconds and counts are far below 2^53.
    getTypeParser: (id: number, format?: unknown) =>
      id === INT8 ? Number : (pgTypes.getTypeParser(id, format as "text") as (value: string) => unknown),
  };
  const pool = new Pool({ connectionString, types, max: 8 });
  // A connection that breaks while idle is made anew when it is needed.
  pool.on("error", () => undefined);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
