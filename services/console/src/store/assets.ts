import { type Database } from "./database.ts";
import { type KnownSensor, loadSensors } from "./sensors.ts";
import type { SeriesBook, Stream } from "./trends.ts";

/** What the intake remembers of an asset between two flushes. */
export interface KnownAsset {
  readonly id: number;
  readonly path: string;
  readonly series: Readonly<Record<Stream, SeriesBook>>;
  /** Start of the latest window of each stream. */
  readonly last: Map<Stream, number>;
  /** Start of the latest window whose place in the log was kept. */
  lastBlock: number;
  /** When something was heard of it last, by the bridge's clock; 0 if never. */
  heardAt: number;
  /** It is silent when nothing is heard of it for this long. */
  silentAfter: number;
  /** By name. */
  readonly sensors: Map<string, KnownSensor>;
}

/** Finds assets by path, making those that are new; remembers what it found. */
export interface AssetBook {
  known(db: Database, paths: ReadonlySet<string>): Promise<void>;
  get(path: string): KnownAsset;
  /** Forgets all: another process may have worked on them, or a transaction was rolled back. */
  forget(): void;
}

/** Variables of a statement are limited. */
const CHUNK = 200;

/** What the configuration says of an asset, by its path. */
export type Configured = (path: string) => { readonly class: string; readonly configured: boolean };

export function assetBook(configured: Configured): AssetBook {
  const book = new Map<string, KnownAsset>();
  return {
    async known(db, paths) {
      const missing = [...paths].filter((path) => !book.has(path));
      for (let i = 0; i < missing.length; i += CHUNK) {
        const some = missing.slice(i, i + CHUNK);
        for (const asset of await load(db, some, configured)) book.set(asset.path, asset);
      }
    },
    get(path) {
      const asset = book.get(path);
      if (asset === undefined) throw new Error(`${path} was not looked up`);
      return asset;
    },
    forget: () => book.clear(),
  };
}

async function load(db: Database, paths: readonly string[], configured: Configured): Promise<KnownAsset[]> {
  await db
    .insertInto("asset")
    .values(
      paths.map((path) => {
        const [site = "", area = "", line = ""] = path.split("/");
        const seen = {
          first_seen: 0,
          last_seen: 0,
          heard_at: 0,
          silent_after: 0,
          learning: 1,
          out_of_service: 0,
          kept_through: 0,
        };
        const place = { site, area: `${site}/${area}`, line: `${site}/${area}/${line}` };
        return { path, ...place, ...columnsOf(configured(path)), ...seen };
      }),
    )
    .onConflict((conflict) => conflict.column("path").doNothing())
    .execute();
  const rows = await db
    .selectFrom("asset")
    .select(["id", "path", "heard_at", "silent_after"])
    .where("path", "in", paths)
    .execute();
  const ids = rows.map(({ id }) => id);
  const series = await db.selectFrom("series").selectAll().where("asset_id", "in", ids).execute();
  const lasts = await db
    .selectFrom("trend")
    .select(["asset_id", "stream", (eb) => eb.fn.max("start").as("last")])
    .where("asset_id", "in", ids)
    .where("tier", "=", 0)
    .groupBy(["asset_id", "stream"])
    .execute();
  const blocks = await db
    .selectFrom("block")
    .select(["asset_id", (eb) => eb.fn.max("time").as("last")])
    .where("asset_id", "in", ids)
    .groupBy("asset_id")
    .execute();
  const sensors = await loadSensors(db, ids);
  const booksOf = (id: number, stream: Stream): SeriesBook => ({
    positions: new Map(
      series
        .filter((each) => each.asset_id === id && each.stream === stream)
        .map(({ name, position }) => [name, position]),
    ),
  });
  return rows.map(({ id, path, heard_at, silent_after }) => ({
    id,
    path,
    series: { features: booksOf(id, "features"), predictions: booksOf(id, "predictions") },
    last: new Map(
      lasts.filter((each) => each.asset_id === id).map((each) => [each.stream as Stream, each.last]),
    ),
    lastBlock: blocks.find((each) => each.asset_id === id)?.last ?? -Infinity,
    heardAt: heard_at,
    silentAfter: silent_after,
    sensors: sensors.get(id) ?? new Map<string, KnownSensor>(),
  }));
}

const columnsOf = (said: ReturnType<Configured>): { class: string; configured: number } => ({
  class: said.class,
  configured: said.configured ? 1 : 0,
});

/** Writes down what the configuration says now of the assets that are known already. */
export async function configureAssets(db: Database, configured: Configured): Promise<void> {
  const rows = await db.selectFrom("asset").select(["id", "path", "class", "configured"]).execute();
  for (const { id, path, ...was } of rows) {
    const is = columnsOf(configured(path));
    if (is.class !== was.class || is.configured !== was.configured)
      await db.updateTable("asset").set(is).where("id", "=", id).execute();
  }
}
