import type { Database } from "./database.ts";
import { pruneQuality } from "./quality.ts";
import { pruneRejections } from "./rejections.ts";
import { forgetSensors } from "./sensors.ts";
import type { Tiers } from "./tiers.ts";

const DAY = 86_400_000;

/** The log keeps raw blocks for three days. */
const LOGGED = 3 * DAY;

/** Raw blocks are kept one by one for so long; then one a day of a sensor, if they are no evidence. */
const DENSE = 14 * DAY;

/** Nothing but open failures is kept for longer. */
const LONGEST = 760 * DAY;

/** Sensors that have been silent for so long are there no more. */
const GONE = 30 * DAY;

/**
 * Deletes what is older than it is kept, counted back from an asset's last window: what a machine that stands still had at the end stays.
 * Evidence of a failure stays as long as the failure does.
 */
export async function prune(db: Database, tiers: Tiers, now: number): Promise<void> {
  await pruneRejections(db, now);
  await forgetSensors(db, GONE);
  await pruneQuality(db, now - LONGEST);
  const assets = await db.selectFrom("asset").select(["id", "last_seen"]).execute();
  // One at a time, so that nobody waits for long.
  for (const { id, last_seen } of assets) await pruneAsset(db, tiers, id, last_seen);
}

async function pruneAsset(db: Database, tiers: Tiers, asset: number, last: number): Promise<void> {
  for (const [tier, keep] of tiers.keep.entries())
    await db
      .deleteFrom("trend")
      .where("asset_id", "=", asset)
      .where("stream", "in", ["features", "predictions"])
      .where("tier", "=", tier)
      .where("start", "<", last - keep)
      .execute();
  await db
    .deleteFrom("block")
    .where("asset_id", "=", asset)
    .where("time", "<", last - LOGGED)
    .execute();

  const spare = await db
    .selectFrom("snapshot")
    .select(["sensor", "time"])
    .where("asset_id", "=", asset)
    .where("failure", "is", null)
    .where("time", "<", last - DENSE)
    .orderBy("time")
    .execute();
  const days = new Set<string>();
  for (const { sensor, time } of spare) {
    const day = `${sensor}@${Math.floor(time / DAY)}`;
    if (!days.has(day) && time >= last - LONGEST) {
      days.add(day);
      continue;
    }
    await db
      .deleteFrom("snapshot")
      .where("asset_id", "=", asset)
      .where("sensor", "=", sensor)
      .where("time", "=", time)
      .execute();
  }
}
