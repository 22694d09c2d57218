import type { Broker } from "@presage/stream";
import { sql } from "kysely";
import { type BlockPlace, placeAt, readBlocks } from "./blocks.ts";
import type { Block } from "./signals/views.ts";
import type { Database } from "./store/database.ts";
import type { Tiers } from "./store/tiers.ts";

/** Windows between two blocks that are kept: of an asset with an open failure, and of any other. */
const OPEN_WINDOWS = 30;
const OTHER_WINDOWS = 360;

/** Assets that are looked at in one round: what is left comes in the next, so that nobody waits long. */
const ROUND = 20;

interface Due extends BlockPlace {
  readonly id: number;
  readonly path: string;
  readonly failure: string | null;
}

/**
 * Copies raw blocks from the log into the store, which has them still when the log's retention drops them: of every asset now and
 * then, of one with an open failure more often, as its evidence. What is due is told by what is kept, so nothing is
 * forgotten over a restart. Returns how many blocks were kept.
 */
export async function keepBlocks(db: Database, broker: Broker, tiers: Tiers): Promise<number> {
  const found = await due(db, tiers.sizes[0] ?? 0);
  const copied: { asset: Due; blocks: readonly Block[] }[] = [];
  for (const asset of found)
    copied.push({ asset, blocks: (await readBlocks(broker, asset.path, asset)).filter(isWaveform) });
  if (copied.length === 0) return 0;
  await db.transaction().execute(async (trx) => {
    for (const { asset, blocks } of copied) {
      const { id, failure, time: through } = asset;
      for (const { sensor, time, rate, unit, values } of blocks)
        await trx
          .insertInto("snapshot")
          .values({
            asset_id: id,
            sensor,
            time,
            rate,
            unit,
            samples: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
            failure,
          })
          .onConflict((conflict) => conflict.columns(["asset_id", "sensor", "time"]).doUpdateSet({ failure }))
          .execute();
      // What the log has no more is passed over, as is an asset without a waveform: a later window will be due.
      await trx.updateTable("asset").set({ kept_through: through }).where("id", "=", id).execute();
    }
  });
  return copied.reduce((sum, { blocks }) => sum + blocks.length, 0);
}

const isWaveform = ({ rate, values }: Block): boolean => rate > 0 && values.length > 1;

/**
 * Assets of which blocks are due, each with its first window that is: long enough after the last one that was copied. Asked asset by asset,
 * each a look into an index; as a join it would read all places of all assets.
 */
async function due(db: Database, window: number): Promise<Due[]> {
  const found = await db
    .selectFrom(
      db
        .selectFrom("asset")
        .leftJoin("failure", (on) => on.onRef("failure.asset_id", "=", "asset.id").on("failure.open", "=", 1))
        .select(["asset.id", "asset.path", "failure.id as failure"])
        .select((eb) =>
          eb
            .selectFrom("block")
            .select((of) => of.fn.min("block.time").as("time"))
            .whereRef("block.asset_id", "=", "asset.id")
            .where("block.time", ">=", nextAfter(window))
            .as("time"),
        )
        .as("due"),
    )
    .selectAll()
    .where("time", "is not", null)
    .orderBy("time")
    .limit(ROUND)
    .execute();
  const places: Due[] = [];
  for (const { time, ...asset } of found) {
    const place = time === null ? undefined : await placeAt(db, asset.id, time);
    if (place !== undefined) places.push({ ...asset, ...place });
  }
  return places;
}

const nextAfter = (window: number) =>
  sql<number>`asset.kept_through + case when failure.id is null
    then ${sql.lit(OTHER_WINDOWS * window)} else ${sql.lit(OPEN_WINDOWS * window)} end`;
