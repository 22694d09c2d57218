import { PresageError } from "@presage/contracts";
import type { Database } from "./database.ts";

/** Where the store is in one partition: by topic, the offset to read on from. */
export type Place = Map<string, number>;

export async function readPlace(db: Database, partition: number): Promise<Place> {
  const rows = await db.selectFrom("progress").selectAll().where("partition", "=", partition).execute();
  return new Map(rows.map(({ topic, next }) => [topic, next]));
}

/** Begins a topic of a partition anew. */
export async function forgetPlace(
  db: Database,
  partition: number,
  place: Place,
  topic: string,
): Promise<void> {
  await db.deleteFrom("progress").where("partition", "=", partition).where("topic", "=", topic).execute();
  place.delete(topic);
}

/**
 * Moves a partition on, in the transaction of what was taken in.
 * Throws `BROKER_FENCED` if it is not where `before` says: then another process has taken the partition over.
 */
export async function movePlace(db: Database, partition: number, before: Place, after: Place): Promise<void> {
  for (const [topic, next] of after) {
    const was = before.get(topic);
    if (was === next) continue;
    const { numInsertedOrUpdatedRows: inserted } =
      was === undefined
        ? await db
            .insertInto("progress")
            .values({ topic, partition, next })
            .onConflict((conflict) => conflict.columns(["topic", "partition"]).doNothing())
            .executeTakeFirstOrThrow()
        : { numInsertedOrUpdatedRows: undefined };
    const moved =
      was === undefined
        ? inserted
        : (
            await db
              .updateTable("progress")
              .set({ next })
              .where("topic", "=", topic)
              .where("partition", "=", partition)
              .where("next", "=", was)
              .executeTakeFirst()
          ).numUpdatedRows;
    if (moved !== 1n)
      throw new PresageError("BROKER_FENCED", `the console's partition ${partition} is taken in elsewhere`);
  }
}
