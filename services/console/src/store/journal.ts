import type { Database } from "./database.ts";
import type { JournalEntry } from "../schema/failure.ts";

/** An entry, with what makes it unique. */
export interface NewEntry extends Omit<JournalEntry, "failure"> {
  readonly failure?: string | undefined;
  readonly key: string;
}

/** Whether there are entries with all of these keys. */
export async function areWritten(db: Database, keys: readonly string[]): Promise<boolean> {
  const { count } = await db
    .selectFrom("journal")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("key", "in", [...keys])
    .executeTakeFirstOrThrow();
  return count === new Set(keys).size;
}

/** The number of the last entry of all; 0 if there is none. */
export async function lastEntry(db: Database): Promise<number> {
  const { last } = await db
    .selectFrom("journal")
    .select((eb) => eb.fn.max("id").as("last"))
    .executeTakeFirstOrThrow();
  return last ?? 0;
}

/** Writes an entry about an asset; false if it was there already. */
export async function write(db: Database, asset: number, entry: NewEntry): Promise<boolean> {
  const { failure = null, at, kind, key, ...rest } = entry;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("journal")
    .values({ asset_id: asset, failure, at, kind, key, value: JSON.stringify(rest) })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/**
 * The last entries of an asset, or of one of its failures, in the order in which they came. What was said of one asset is
 * nothing to a failure of another, whatever failure it names: who may speak is granted by asset.
 */
export async function read(
  db: Database,
  about: { readonly asset: number } | { readonly failure: string },
  limit = 500,
): Promise<JournalEntry[]> {
  const all = db.selectFrom("journal").selectAll().orderBy("id", "desc").limit(limit);
  const rows = await (
    "asset" in about
      ? all.where("asset_id", "=", about.asset)
      : all
          .where("failure", "=", about.failure)
          .where("asset_id", "=", (eb) =>
            eb.selectFrom("failure").select("failure.asset_id").where("failure.id", "=", about.failure),
          )
  ).execute();
  return rows.toReversed().map(({ at, kind, failure, value }) => ({
    at,
    kind,
    ...(failure !== null && { failure }),
    ...(JSON.parse(value) as object),
  }));
}
