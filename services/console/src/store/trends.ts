import type { Insertable } from "kysely";
import { chunks } from "./chunks.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";
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

/** Windows of one asset, oldest first, and what is known of it. */
export interface AssetWindows {
  readonly asset: number;
  readonly book: SeriesBook;
  readonly windows: readonly WindowValues[];
  /** Start of the latest window before; undefined if there was none. */
  readonly last: number | undefined;
  readonly unitOf: (name: string) => string;
}

/** Writes windows of a stream, and puts together the stretches that they complete. The same windows again change nothing. */
export async function writeWindows(
  db: Database,
  tiers: Tiers,
  stream: Stream,
  all: readonly AssetWindows[],
): Promise<void> {
  await placeSeries(db, stream, all);
  await put(
    db,
    all.flatMap(({ asset, book, windows }) =>
      windows.map(({ start, values }) => {
        const row = Array.from<number | undefined>({ length: book.positions.size });
        for (const [name, value] of Object.entries(values)) row[book.positions.get(name) ?? 0] = value;
        return { asset_id: asset, stream, tier: 0, start, value: encodeValues(row) };
      }),
    ),
  );
  const due = all.flatMap(({ asset, windows, last }) =>
    completed(
      tiers,
      last,
      windows.map(({ start }) => start),
    ).map((bucket) => ({ asset, ...bucket })),
  );
  // Tier after tier, since each is made of the one before.
  for (const [tier, size] of tiers.sizes.entries()) {
    const rows: Row[] = [];
    for (const { asset, start } of due.filter((bucket) => bucket.tier === tier)) {
      const below = await rowsOf(db, asset, stream, tier - 1, start, start + size);
      const values = below.map((row) => row.value);
      if (values.length > 0)
        rows.push({ asset_id: asset, stream, tier, start, value: combineRows(values, tier - 1) });
    }
    await put(db, rows);
  }
}

/** Gives series that are new a place, and writes it down. */
async function placeSeries(db: Database, stream: Stream, all: readonly AssetWindows[]): Promise<void> {
  const rows: Insertable<Tables["series"]>[] = [];
  for (const { asset, book, windows, unitOf } of all)
    for (const { values } of windows)
      for (const name in values) {
        if (book.positions.has(name)) continue;
        const position = book.positions.size;
        book.positions.set(name, position);
        rows.push({ asset_id: asset, stream, position, name, unit: unitOf(name) });
      }
  for (const some of chunks(rows)) await db.insertInto("series").values(some).execute();
}

type Row = Insertable<Tables["trend"]>;

async function put(db: Database, rows: readonly Row[]): Promise<void> {
  for (const some of chunks(rows))
    await db
      .insertInto("trend")
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(["asset_id", "stream", "tier", "start"])
          .doUpdateSet((eb) => ({ value: eb.ref("excluded.value") })),
      )
      .execute();
}

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

const emptyTrack = (): Record<"time" | "mean" | "least" | "most", number[]> => ({
  time: [],
  mean: [],
  least: [],
  most: [],
});

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
      const track = { name, unit, ...emptyTrack() };
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
