import type { Database } from "./database.ts";

/** Times, spread evenly if there are too many; the first and the last are among them. */
export function spread(times: readonly number[], most: number): number[] {
  if (times.length <= most) return [...times];
  const step = (times.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => times[Math.round(i * step)] ?? 0);
}

/** The sensors of which blocks were kept. */
export async function keptSensors(db: Database, asset: number): Promise<string[]> {
  const rows = await db
    .selectFrom("snapshot")
    .select("sensor")
    .distinct()
    .where("asset_id", "=", asset)
    .orderBy("sensor")
    .execute();
  return rows.map(({ sensor }) => sensor);
}

/**
 * When there are raw blocks of a sensor, in [from, to], oldest first: starts of blocks that were kept, and starts of other windows whose
 * blocks the log should have.
 * @param window length of a window, milliseconds
 */
export async function blockTimes(
  db: Database,
  asset: number,
  sensor: string,
  from: number,
  to: number,
  window: number,
): Promise<number[]> {
  const logged = await db
    .selectFrom("block")
    .select("time")
    .where("asset_id", "=", asset)
    .where("time", ">=", from)
    .where("time", "<=", to)
    .execute();
  const kept = await db
    .selectFrom("snapshot")
    .select("time")
    .where("asset_id", "=", asset)
    .where("sensor", "=", sensor)
    .where("time", ">=", from)
    .where("time", "<=", to)
    .execute();
  // What was kept is there whatever became of the log.
  const windows = new Set(kept.map(({ time }) => Math.floor(time / window)));
  const others = logged.filter(({ time }) => !windows.has(Math.floor(time / window)));
  return [...kept, ...others].map(({ time }) => time).toSorted((a, b) => a - b);
}
