import type { ConnectionOptions } from "node:tls";
import { hasCode, PresageError } from "@presage/contracts";
import type { Kysely } from "kysely";
import { migrate } from "./migrate.ts";
import { openSqlite } from "./sqlite.ts";
import type { Tables } from "./tables.ts";

export type Kind = "sqlite" | "postgres";

/** What the console keeps: in a file of its own, or in PostgreSQL. */
export type Database = Kysely<Tables>;

export interface StoreOptions {
  /** Folder of the file `console.db`. */
  readonly dataDir: string;
  /** postgres://user:password@host/database; with it nothing is kept in the folder. */
  readonly url?: string | undefined;
  /** How to speak TLS to PostgreSQL; undefined: not at all. */
  readonly tls?: ConnectionOptions;
}

/** Opens what is configured, brought forward to this version. Throws `STORE_UNREACHABLE`, and `FORMAT_NEWER` if a newer Presage has been at it. */
export async function openDatabase(options: StoreOptions): Promise<Database> {
  try {
    const [db, kind] = await connect(options);
    await migrate(db as Kysely<unknown>, kind);
    return db;
  } catch (cause) {
    if (hasCode(cause, "FORMAT_NEWER")) throw cause;
    const where = options.url === undefined ? options.dataDir : "PostgreSQL";
    throw new PresageError("STORE_UNREACHABLE", `the console's store in ${where} cannot be used`, cause);
  }
}

/** Opens what is configured, of whatever version it is. */
export async function connect({ dataDir, url, tls }: StoreOptions): Promise<readonly [Database, Kind]> {
  if (url === undefined) return [openSqlite(dataDir), "sqlite"];
  // Only now: most who start Presage have no PostgreSQL.
  const { openPostgres } = await import("./postgres.ts");
  return [openPostgres(url, tls), "postgres"];
}

/** A driver's error as `STORE_UNREACHABLE`; anything else is a bug and stays what it is. */
export function storeError(cause: unknown): unknown {
  const { code, severity } = (cause ?? {}) as { code?: unknown; severity?: unknown };
  const ofDriver =
    // PostgreSQL's own errors have a severity and a code of five characters.
    (typeof severity === "string" && typeof code === "string" && code.length === 5) ||
    (typeof code === "string" && /^(SQLITE_|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(code)) ||
    (cause instanceof Error && /^(Connection terminated|timeout exceeded)/.test(cause.message));
  return ofDriver
    ? new PresageError("STORE_UNREACHABLE", "the console's store cannot be read or written", cause)
    : cause;
}
