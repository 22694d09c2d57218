import { type Expression, type SqlBool, sql } from "kysely";
import { type AssetList, type AssetQuery, type AssetSummary, HEALTH, type Places } from "../schema/asset.ts";
import { containing, listed } from "./alarm-state.ts";
import type { Database } from "./database.ts";

/** How an asset is at a time, in SQL over `asset` and its open `failure`. What is shelved or out of service keeps still. */
const healthAt = (now: number) =>
  sql<string>`case
    when failure.id is not null and asset.out_of_service = 0 and coalesce(failure.shelved_until, 0) <= ${sql.lit(now)}
      then case failure.severity when 3 then 'critical' when 2 then 'high' when 1 then 'medium' else 'low' end
    when asset.data_fault is not null then 'bad-data'
    when asset.heard_at + asset.silent_after < ${sql.lit(now)} then 'silent'
    when asset.learning = 1 then 'learning'
    else 'normal' end`;

const rankAt = (now: number) =>
  sql<number>`case ${healthAt(now)} ${sql.join(
    HEALTH.map((name, i) => sql`when ${sql.lit(name)} then ${sql.lit(i)}`),
    sql` `,
  )} end`;

const joined = (db: Database) =>
  db
    .selectFrom("asset")
    .leftJoin("failure", (on) => on.onRef("failure.asset_id", "=", "asset.id").on("failure.open", "=", 1))
    .where("asset.last_seen", ">", 0);

const summaries = (db: Database, now: number) =>
  joined(db).select([
    "asset.path",
    "asset.class",
    "asset.configured",
    "asset.risk",
    "asset.zone",
    "asset.last_seen",
    "asset.data_fault",
    "asset.not_scored",
    "failure.id as failure",
    healthAt(now).as("health"),
  ]);

type Row = Awaited<ReturnType<ReturnType<typeof summaries>["execute"]>>[number];

const summaryOf = ({ path, zone, last_seen, data_fault, not_scored, failure, ...row }: Row): AssetSummary => {
  const note = data_fault ?? not_scored;
  return {
    asset: path,
    class: row.class,
    configured: row.configured === 1,
    health: HEALTH.find((each) => each === row.health) ?? "normal",
    risk: row.risk,
    lastSeen: last_seen,
    ...(zone !== null && { zone }),
    ...(failure !== null && { failure }),
    ...(note !== null && { note }),
  };
};

/** One asset; undefined if nothing was heard of it. */
export async function summaryByPath(
  db: Database,
  path: string,
  now: number,
): Promise<AssetSummary | undefined> {
  const row = await summaries(db, now).where("asset.path", "=", path).executeTakeFirst();
  return row && summaryOf(row);
}

/** The assets that a query lets through at a time, a page of them. */
export async function listAssets(db: Database, query: AssetQuery, now: number): Promise<AssetList> {
  const { under, health, class: assetClass, configured, q, limit = 200, offset = 0 } = query;
  const conditions: Expression<SqlBool>[] = [];
  if (under !== undefined) conditions.push(sql<SqlBool>`${under} in (asset.site, asset.area, asset.line)`);
  if (health !== undefined) conditions.push(sql<SqlBool>`${healthAt(now)} in (${sql.join(listed(health))})`);
  if (assetClass !== undefined) conditions.push(sql<SqlBool>`asset.class = ${assetClass}`);
  if (configured !== undefined) conditions.push(sql<SqlBool>`asset.configured = ${configured ? 1 : 0}`);
  if (q !== undefined && q !== "")
    conditions.push(sql<SqlBool>`lower(asset.path) like ${containing(q)} escape '\\'`);
  const rows = await summaries(db, now)
    .where((eb) => eb.and(conditions))
    .orderBy(rankAt(now))
    .orderBy("asset.path")
    .limit(limit)
    .offset(offset)
    .execute();
  const { count } = await joined(db)
    .where((eb) => eb.and(conditions))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return { items: rows.map(summaryOf), total: count };
}

/** All sites, areas and lines, each before what is in it, with how many of their assets are how. */
export async function listPlaces(db: Database, now: number): Promise<Places> {
  const rows = await joined(db)
    .select(["asset.site", "asset.area", "asset.line", healthAt(now).as("health")])
    .select((eb) => [
      eb.fn.countAll<number>().as("assets"),
      eb.fn.sum<number>(sql`1 - asset.configured`).as("unconfigured"),
    ])
    .groupBy(["asset.site", "asset.area", "asset.line", healthAt(now)])
    .execute();
  const places = new Map<string, { path: string; assets: number; health: Record<string, number> }>();
  let total = 0;
  let unconfigured = 0;
  for (const { site, area, line, health, ...row } of rows) {
    const { assets } = row;
    total += assets;
    unconfigured += row.unconfigured;
    for (const path of [site, area, line]) {
      const place = places.get(path) ?? { path, assets: 0, health: {} };
      place.assets += assets;
      place.health[health] = (place.health[health] ?? 0) + assets;
      places.set(path, place);
    }
  }
  const levels = (path: string): string => path.replaceAll("/", "\u0000");
  const sorted = [...places.values()].toSorted((a, b) => (levels(a.path) < levels(b.path) ? -1 : 1));
  return { places: sorted, total, unconfigured };
}

/** How many assets there are of each class, of which something was heard. */
export async function assetsByClass(db: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom("asset")
    .select(["class", (eb) => eb.fn.countAll<number>().as("count")])
    .where("last_seen", ">", 0)
    .groupBy("class")
    .execute();
  return new Map(rows.map((row) => [row.class, row.count]));
}
