import type { Database } from "./database.ts";
import type { JournalEntry } from "../schema/failure.ts";

/** An entry, with what makes it unique. */
export interface NewEntry extends Omit<JournalEntry, "failure"> {
  readonly failure?: string | undefined;
  readonly key: string;
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

/** The last entries of an asset, or of one of its failures, in the order in which they came. */
export async function read(
  db: Database,
  about: { readonly asset: number } | { readonly failure: string },
  limit = 500,
): Promise<JournalEntry[]> {
  const all = db.selectFrom("journal").selectAll().orderBy("id", "desc").limit(limit);
  const rows = await (
    "asset" in about ? all.where("asset_id", "=", about.asset) : all.where("failure", "=", about.failure)
  ).execute();
  return rows.toReversed().map(({ at, kind, failure, value }) => ({
    at,
    kind,
    ...(failure !== null && { failure }),
    ...(JSON.parse(value) as object),
  }));
}
