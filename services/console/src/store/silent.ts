import { type SelectQueryBuilder, sql } from "kysely";
import type { Silence } from "../schema/pipeline.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

type Found<K extends keyof Silence> = Silence[K];

/** Assets of which nothing was heard for longer than they used to be quiet; those that are so for longest first. */
export async function silentAssets(db: Database, now: number, limit: number): Promise<Found<"assets">> {
  const all = db
    .selectFrom("asset")
    .where("last_seen", ">", 0)
    .where("out_of_service", "=", 0)
    .where((eb) => eb(eb("heard_at", "+", eb.ref("silent_after")), "<", now));
  const rows = await all
    .select(["path", "last_seen", "heard_at", "silent_after"])
    .orderBy("heard_at")
    .orderBy("path")
    .limit(limit)
    .execute();
  return {
    items: rows.map(({ path, last_seen, heard_at, silent_after }) => ({
      asset: path,
      lastSeen: last_seen,
      heardAt: heard_at,
      usual: Math.round(silent_after / USUAL),
    })),
    total: await countOf(all),
  };
}

/** An asset is silent after three times as long as it used to be quiet. */
const USUAL = 3;

/** Sensors that are missing while their asset goes on, those that are so for longest first. */
export async function silentSensors(db: Database, limit: number): Promise<Found<"sensors">> {
  const all = db
    .selectFrom("sensor")
    .innerJoin("asset", "asset.id", "sensor.asset_id")
    .where("sensor.silent", "=", 1)
    .where("asset.out_of_service", "=", 0);
  const rows = await all
    .select(["asset.path", "sensor.sensor", "sensor.quantity", "sensor.last_seen"])
    .select("asset.last_seen as asset_last_seen")
    .orderBy("sensor.last_seen")
    .orderBy("asset.path")
    .orderBy("sensor.sensor")
    .limit(limit)
    .execute();
  return {
    items: rows.map(({ path, sensor, quantity, last_seen, asset_last_seen }) => ({
      asset: path,
      sensor,
      quantity,
      lastSeen: last_seen,
      assetLastSeen: asset_last_seen,
    })),
    total: await countOf(all),
  };
}

/** Assets of which a sensor's data broke a limit in the last window. */
export async function dataFaults(db: Database, limit: number): Promise<Found<"faults">> {
  const all = db.selectFrom("asset").where("data_fault", "is not", null).where("out_of_service", "=", 0);
  const rows = await all.select(["path", "data_fault", "last_seen"]).orderBy("path").limit(limit).execute();
  return {
    items: rows.map(({ path, data_fault, last_seen }) => ({
      asset: path,
      fault: data_fault ?? "",
      lastSeen: last_seen,
    })),
    total: await countOf(all),
  };
}

const countOf = async <T extends keyof Tables>(
  query: SelectQueryBuilder<Tables, T, object>,
): Promise<number> => {
  const { count } = await query.select(sql<number>`count(*)`.as("count")).executeTakeFirstOrThrow();
  return count;
};
