import type { ConnectionOptions } from "node:tls";
import { Kysely, PostgresDialect } from "kysely";
import { type CustomTypesConfig, Pool, types as pgTypes } from "pg";
import type { Tables } from "./tables.ts";

const INT8 = 20;

/** A pool of connections to postgres://user:password@host/database, made when they are needed. */
export function openPostgres(connectionString: string, tls?: ConnectionOptions): Kysely<Tables> {
  const types: CustomTypesConfig = {
    // Epoch milliseconds and counts are far below 2^53.
    getTypeParser: (id: number, format?: unknown) =>
      id === INT8 ? Number : (pgTypes.getTypeParser(id, format as "text") as (value: string) => unknown),
  };
  const pool = new Pool({ connectionString, ssl: tls ?? false, types, max: 8 });
  // A connection that breaks while idle is made anew when it is needed.
  pool.on("error", () => undefined);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
