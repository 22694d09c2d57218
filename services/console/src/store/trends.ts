import type { Database } from "./database.ts";
import { bucketOf, completed, type Tiers, tierFor } from "./tiers.ts";
import { combineRows, encodeValues, extentAt } from "./trend-row.ts";

export type Stream = "features" | "predictions";

/** Where a stream's series stand in its rows. Grows as series are first seen. */
export interface SeriesBook {
  readonly positions: Map<string, number>;
}

/** The values of one window, by name of the series. */
export interface WindowValues {
  /** Start of the window, epoch milliseconds. */
  readonly start: number;
  readonly values: Readonly<Record<string, number>>;
}

/** Gives series that are new a place, and writes it down. */
async function place(
  db: Database,
  asset: number,
  stream: Stream,
  book: SeriesBook,
  windows: readonly WindowValues[],
  unitOf: (name: string) => string,
): Promise<void> {
  const names = new Set(windows.flatMap(({ values }) => Object.keys(values)));
  const added = [...names].filter((name) => !book.positions.has(name));
  if (added.length === 0) return;
  const rows = added.map((name, i) => ({
    asset_id: asset,
    stream,
    position: book.positions.size + i,
    name,
    unit: unitOf(name),
  }));
  await db.insertInto("series").values(rows).execute();
  for (const { name, position } of rows) book.positions.set(name, position);
}

/**
 * Writes windows of an asset, oldest first, and puts together the stretches that they complete. The same windows again
 * change nothing.
 * @param last start of the latest window before; undefined if there was none
 */
export async function writeWindows(
  db: Database,
  tiers: Tiers,
  asset: number,
  stream: Stream,
  book: SeriesBook,
  windows: readonly WindowValues[],
  last: number | undefined,
  unitOf: (name: string) => string,
): Promise<void> {
  await place(db, asset, stream, book, windows, unitOf);
  await put(
    db,
    windows.map(({ start, values }) => {
      const row = Array.from<number | undefined>({ length: book.positions.size });
      for (const [name, value] of Object.entries(values)) row[book.positions.get(name) ?? 0] = value;
      return { asset_id: asset, stream, tier: 0, start, value: encodeValues(row) };
    }),
  );
  const times = windows.map(({ start }) => start);
  for (const { tier, start } of completed(tiers, last, times)) {
    const size = tiers.sizes[tier] ?? 0;
    const rows = await rowsOf(db, asset, stream, tier - 1, start, start + size);
    if (rows.length === 0) continue;
    const value = combineRows(
      rows.map((row) => row.value),
      tier - 1,
    );
    await put(db, [{ asset_id: asset, stream, tier, start, value }]);
  }
}

interface Row {
  readonly asset_id: number;
  readonly stream: string;
  readonly tier: number;
  readonly start: number;
  readonly value: Uint8Array;
}

const put = async (db: Database, rows: readonly Row[]): Promise<void> =>
  void (await db
    .insertInto("trend")
    .values([...rows])
    .onConflict((conflict) =>
      conflict
        .columns(["asset_id", "stream", "tier", "start"])
        .doUpdateSet((eb) => ({ value: eb.ref("excluded.value") })),
    )
    .execute());

/** Rows that start in [from, to), oldest first. */
const rowsOf = (
  db: Database,
  asset: number,
  stream: string,
  tier: number,
  from: number,
  to: number,
): Promise<{ start: number; value: Uint8Array }[]> =>
  db
    .selectFrom("trend")
    .select(["start", "value"])
    .where("asset_id", "=", asset)
    .where("stream", "=", stream)
    .where("tier", "=", tier)
    .where("start", ">=", from)
    .where("start", "<", to)
    .orderBy("start")
    .execute();

/** One series over time, as it is kept. */
export interface Track {
  readonly name: string;
  readonly unit: string;
  readonly time: readonly number[];
  readonly mean: readonly number[];
  readonly least: readonly number[];
  readonly most: readonly number[];
}

/** Series of an asset that start in [from, to), from the finest tier that has them. Names that are not known are left out. */
export async function readTracks(
  db: Database,
  tiers: Tiers,
  asset: number,
  names: readonly string[],
  from: number,
  to: number,
  last: number,
): Promise<{ readonly step: number; readonly tracks: readonly Track[] }> {
  const tier = tierFor(tiers, from, to, last);
  const series = await db
    .selectFrom("series")
    .selectAll()
    .where("asset_id", "=", asset)
    .where("name", "in", names.length > 0 ? [...names] : [""])
    .execute();
  const tracks: Track[] = [];
  for (const stream of new Set(series.map((each) => each.stream))) {
    const rows = await tieredRows(db, tiers, asset, stream, tier, from, to);
    for (const { name, unit, position } of series.filter((each) => each.stream === stream)) {
      const track = { name, unit, time: [], mean: [], least: [], most: [] } as {
        name: string;
        unit: string;
        time: number[];
        mean: number[];
        least: number[];
        most: number[];
      };
      for (const row of rows) {
        const extent = extentAt(row.value, row.tier, position);
        if (extent === undefined) continue;
        track.time.push(row.start);
        track.mean.push(extent[0]);
        track.least.push(extent[1]);
        track.most.push(extent[2]);
      }
      tracks.push(track);
    }
  }
  return { step: tiers.sizes[tier] ?? 0, tracks };
}

/** Rows of a tier, and after its last one, since the latest stretch is not complete, those of finer ones. */
async function tieredRows(
  db: Database,
  tiers: Tiers,
  asset: number,
  stream: string,
  coarsest: number,
  from: number,
  to: number,
): Promise<{ tier: number; start: number; value: Uint8Array }[]> {
  const all: { tier: number; start: number; value: Uint8Array }[] = [];
  let next = from;
  for (let tier = coarsest; tier >= 0; tier--) {
    const size = tiers.sizes[tier] ?? 1;
    const begin = tier === coarsest ? bucketOf(next, size) : next;
    const rows = await rowsOf(db, asset, stream, tier, begin, to);
    for (const row of rows) all.push({ tier, ...row });
    const latest = rows.at(-1);
    if (latest !== undefined) next = latest.start + size;
  }
  return all;
}
