import type { Breach, Message, QualityDay } from "@presage/contracts";
import type { BreachOccasion } from "../notify/occasion.ts";
import type { AssetBook } from "../store/assets.ts";
import type { Database } from "../store/database.ts";

/**
 * Takes in revisions of breaches. One that is not newer than what is there changes nothing. Gives those that opened, and that are
 * over.
 */
export async function takeBreaches(
  db: Database,
  book: AssetBook,
  messages: readonly Message<Breach>[],
): Promise<BreachOccasion[]> {
  const occasions: BreachOccasion[] = [];
  for (const { key, value } of messages) {
    const row = {
      asset_id: book.get(key).id,
      open: value.state === "closed" ? 0 : 1,
      since: value.since,
      revision: value.revision,
      value: JSON.stringify(value),
    };
    const written = await db
      .insertInto("breach")
      .values({ id: value.id, ...row })
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet(row).where("breach.revision", "<", value.revision),
      )
      .returning("id")
      .executeTakeFirst();
    if (written !== undefined && value.state !== "updated")
      occasions.push({ kind: "data-quality", asset: key, breach: value });
  }
  return occasions;
}

/** Takes in the reports of days. */
export async function takeQualityDays(
  db: Database,
  book: AssetBook,
  messages: readonly Message<QualityDay>[],
): Promise<void> {
  for (const { key, value } of messages) {
    const row = { value: JSON.stringify(value) };
    await db
      .insertInto("quality_day")
      .values({ asset_id: book.get(key).id, start: value.start, ...row })
      .onConflict((conflict) => conflict.columns(["asset_id", "start"]).doUpdateSet(row))
      .execute();
  }
}
