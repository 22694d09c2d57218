import type { Breach, QualityDay } from "@presage/contracts";
import type { BreachView, QualityDayView } from "../schema/quality.ts";
import type { Database } from "./database.ts";

const breachRows = (db: Database) =>
  db
    .selectFrom("breach")
    .innerJoin("asset", "asset.id", "breach.asset_id")
    .select(["asset.path", "breach.value"]);

/** Breaches that are open, those that are so for longest first. */
export async function openBreaches(
  db: Database,
  limit: number,
): Promise<{ readonly items: BreachView[]; readonly total: number }> {
  const rows = await breachRows(db)
    .where("breach.open", "=", 1)
    .where("asset.out_of_service", "=", 0)
    .orderBy("breach.since")
    .orderBy("breach.id")
    .limit(limit)
    .execute();
  const { total } = await db
    .selectFrom("breach")
    .innerJoin("asset", "asset.id", "breach.asset_id")
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .where("breach.open", "=", 1)
    .where("asset.out_of_service", "=", 0)
    .executeTakeFirstOrThrow();
  return { items: rows.map(viewOf), total };
}

/** The breaches of an asset: those that are open, then the last ones. */
export async function breachesOf(db: Database, asset: number, limit: number): Promise<BreachView[]> {
  const rows = await breachRows(db)
    .where("breach.asset_id", "=", asset)
    .orderBy("breach.open", "desc")
    .orderBy("breach.since", "desc")
    .limit(limit)
    .execute();
  return rows.map(viewOf);
}

/** The reports of an asset's last days, the latest first. */
export async function qualityDaysOf(db: Database, asset: number, limit: number): Promise<QualityDayView[]> {
  const rows = await db
    .selectFrom("quality_day")
    .select("value")
    .where("asset_id", "=", asset)
    .orderBy("start", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ value }) => {
    const { day, sensors } = JSON.parse(value) as QualityDay;
    return { day, sensors: Object.entries(sensors).map(([sensor, of]) => ({ sensor, ...of })) };
  });
}

function viewOf({ path, value }: { readonly path: string; readonly value: string }): BreachView {
  const { id, sensor, requirement, kind, owner, limit, worst, since, until, state } = JSON.parse(
    value,
  ) as Breach;
  return {
    id,
    asset: path,
    sensor,
    requirement,
    kind,
    ...(owner !== undefined && { owner }),
    limit: typeof limit === "number" ? [limit] : limit,
    worst,
    open: state !== "closed",
    since,
    ...(until !== undefined && { until }),
  };
}

/** Deletes breaches that are over and days that are older than a time. */
export async function pruneQuality(db: Database, before: number): Promise<void> {
  await db.deleteFrom("breach").where("open", "=", 0).where("since", "<", before).execute();
  await db.deleteFrom("quality_day").where("start", "<", before).execute();
}
