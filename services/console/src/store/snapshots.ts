import { sql } from "kysely";
import type { Snapshot } from "../schema/signal.ts";
import type { Static } from "@sinclair/typebox";
import type { Database } from "./database.ts";

const MOST = 500;

/** Times, spread evenly if there are too many; the first and the last are among them. */
export function spread(times: readonly number[], most = MOST): number[] {
  if (times.length <= most) return [...times];
  const step = (times.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => times[Math.round(i * step)] ?? 0);
}

/** Start times of windows whose raw blocks the log should have, in [from, to], oldest first. */
export async function loggedTimes(db: Database, asset: number, from: number, to: number): Promise<number[]> {
  const rows = await db
    .selectFrom("block")
    .select("time")
    .where("asset_id", "=", asset)
    .where("time", ">=", from)
    .where("time", "<=", to)
    .orderBy("time")
    .execute();
  return rows.map(({ time }) => time);
}

/** The blocks that were kept of an asset, without their samples, oldest first. */
export const keptSnapshots = (
  db: Database,
  asset: number,
  from: number,
  to: number,
): Promise<Static<typeof Snapshot>[]> =>
  db
    .selectFrom("snapshot")
    .select(["sensor", "time", "rate", sql<number>`length(samples) / 4`.as("samples")])
    .where("asset_id", "=", asset)
    .where("time", ">=", from)
    .where("time", "<=", to)
    .orderBy("time")
    .execute();
