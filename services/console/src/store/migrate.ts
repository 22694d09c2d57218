import { PresageError } from "@presage/contracts";
import { DEFAULT_MIGRATION_TABLE, type Kysely, type Migration, Migrator, sql } from "kysely";
import type { Kind } from "./database.ts";
import { up as machines } from "./migrations/0001-machines.ts";
import { up as people } from "./migrations/0002-people.ts";
import { up as pipeline } from "./migrations/0003-pipeline.ts";
import { up as seen } from "./migrations/0004-seen.ts";
import { up as outcome } from "./migrations/0005-outcome.ts";
import { up as quality } from "./migrations/0006-quality.ts";

type Step = (db: Kysely<unknown>, kind: Kind) => Promise<void>;

/** What was released is never changed: a new step is added. They run in the order of their names. */
export const STEPS: Readonly<Record<string, Step>> = {
  "0001-machines": machines,
  "0002-people": people,
  "0003-pipeline": pipeline,
  "0004-seen": seen,
  "0005-outcome": outcome,
  "0006-quality": quality,
};

/** Brings a database, of whatever version, forward to this one. Throws `FORMAT_NEWER` if a newer Presage has been at it. */
export async function migrate(db: Kysely<unknown>, kind: Kind, until?: string): Promise<void> {
  const migrations = Object.fromEntries(
    Object.entries(STEPS).map(([name, up]): [string, Migration] => [
      name,
      { up: (database: Kysely<unknown>) => up(database, kind) },
    ]),
  );
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const unknown = (await stepsTaken(db)).filter((name) => !(name in STEPS));
  if (unknown.length > 0)
    throw new PresageError(
      "FORMAT_NEWER",
      `the console's store has taken steps unknown here: ${unknown.join(", ")}`,
    );
  const { error } = await (until === undefined ? migrator.migrateToLatest() : migrator.migrateTo(until));
  if (error !== undefined)
    throw error instanceof Error ? error : new Error("cannot migrate", { cause: error });
}

async function stepsTaken(db: Kysely<unknown>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return [];
  const { rows } = await sql<{
    name: string;
  }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
  return rows.map(({ name }) => name);
}
