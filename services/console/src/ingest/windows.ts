import {
  features,
  type FeatureWindow,
  type Message,
  predictions,
  type Prediction,
  qualityFault,
} from "@presage/contracts";
import { CATALOGUE } from "@presage/signal";
import { sql } from "kysely";
import type { AssetBook, KnownAsset } from "../store/assets.ts";
import { chunks } from "../store/chunks.ts";
import type { Database } from "../store/database.ts";
import { bucketOf, type Tiers } from "../store/tiers.ts";
import { type Stream, type WindowValues, writeWindows } from "../store/trends.ts";
import type { Written } from "./batch.ts";

/** Units of features by `quantity.name`. */
const UNITS = new Map(CATALOGUE.map(({ quantity, name, unit }) => [`${quantity}.${name}`, unit]));

/** The unit of a feature, in the sensor's own where it has that. */
export const unitOf = (quantity: string, feature: string, own: string): string => {
  const unit = UNITS.get(`${quantity}.${feature}`) ?? "1";
  return unit === "*" ? own : unit;
};

/** Every feature of every sensor, as `sensor.feature`, and the share of the data that was usable. */
const featureValues = ({ start, sensors, quality }: FeatureWindow): WindowValues => ({
  start,
  values: Object.fromEntries([
    ["usable", quality.usable],
    ...Object.entries(sensors).flatMap(([sensor, heard]) =>
      Object.entries(heard.features).map(([name, value]): [string, number] => [`${sensor}.${name}`, value]),
    ),
  ]),
});

const PREDICTION_UNITS: Readonly<Record<string, string>> = {
  "life.p10": "h",
  "life.p50": "h",
  "life.p90": "h",
};

/** What was predicted, and how far the asset was from its baseline. */
function predictionValues({
  start,
  risk,
  remainingLifeHours: life,
  drivers,
  shadow,
}: Prediction): WindowValues {
  const deviation = Math.max(...drivers.map((driver) => Math.abs(driver.deviation)));
  return {
    start,
    values: {
      ...(risk !== null && { risk }),
      ...(shadow !== undefined && shadow.risk !== null && { "risk.shadow": shadow.risk }),
      ...(life !== undefined && { "life.p10": life.p10, "life.p50": life.p50, "life.p90": life.p90 }),
      ...(Number.isFinite(deviation) && { deviation }),
    },
  };
}

/** Which sensor's data breaks which limit; null if none does. */
function dataFault({ sensors }: FeatureWindow): string | null {
  for (const [sensor, { quantity, quality }] of Object.entries(sensors)) {
    const fault = qualityFault(quantity, quality);
    if (fault !== null) return `${sensor}: ${fault}`;
  }
  return null;
}

/** An asset's windows in a batch, oldest first. */
interface Group<V> {
  readonly asset: KnownAsset;
  readonly windows: readonly Written<V>[];
  readonly last: Written<V>;
}

function byAsset<V extends { readonly start: number }>(
  written: readonly Written<V>[],
  book: AssetBook,
): Group<V>[] {
  const groups = new Map<string, Written<V>[]>();
  for (const each of written) {
    const windows = groups.get(each.message.key);
    if (windows === undefined) groups.set(each.message.key, [each]);
    else windows.push(each);
  }
  return [...groups].flatMap(([path, windows]) => {
    const sorted = windows.toSorted((a, b) => a.message.value.start - b.message.value.start);
    const last = sorted.at(-1);
    return last === undefined ? [] : [{ asset: book.get(path), windows: sorted, last }];
  });
}

/** Writes the windows of a stream into the trend, and the last messages as they are. Gives the assets whose latest window is among them. */
async function keep<V extends { readonly start: number }>(
  db: Database,
  tiers: Tiers,
  stream: Stream,
  topic: string,
  groups: readonly Group<V>[],
  valuesOf: (value: V) => WindowValues,
  units: (message: Message<V>) => (name: string) => string,
): Promise<Group<V>[]> {
  await writeWindows(
    db,
    tiers,
    stream,
    groups.map(({ asset, windows, last }) => ({
      asset: asset.id,
      book: asset.series[stream],
      windows: windows.map(({ message }) => valuesOf(message.value)),
      last: asset.last.get(stream),
      unitOf: units(last.message),
    })),
  );
  const newest = groups.filter(
    ({ asset, last }) => last.message.value.start >= (asset.last.get(stream) ?? -Infinity),
  );
  for (const { asset, last } of newest) asset.last.set(stream, last.message.value.start);
  const rows = newest.map(({ asset, last }) => ({ asset_id: asset.id, topic, value: last.bytes }));
  for (const some of chunks(rows))
    await db
      .insertInto("latest")
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(["asset_id", "topic"]).doUpdateSet((eb) => ({ value: eb.ref("excluded.value") })),
      )
      .execute();
  return newest;
}

const unitsOfFeatures =
  ({ value }: Message<FeatureWindow>) =>
  (name: string): string => {
    const dot = name.indexOf(".");
    const heard = value.sensors[name.slice(0, dot)];
    return heard === undefined ? "1" : unitOf(heard.quantity, name.slice(dot + 1), heard.unit);
  };

/** An asset is silent after three times as long as it took lately from one window to the next. */
const PATIENCE = 3;
const FADES = 0.9;

/** Takes in windows of features: trends, how the asset's data is, and where its raw blocks are. */
export async function takeFeatures(
  db: Database,
  tiers: Tiers,
  book: AssetBook,
  written: readonly Written<FeatureWindow>[],
): Promise<void> {
  const groups = byAsset(written, book);
  await keepPlaces(db, tiers, groups);
  for (const { asset, last } of groups) hear(asset, last.message.value.closedAt, tiers.sizes[0] ?? 0);
  const newest = await keep(db, tiers, "features", features.topic, groups, featureValues, unitsOfFeatures);
  const rows = newest.map(({ asset, windows, last }) => {
    const { value } = last.message;
    const first = windows[0]?.message.value.start ?? value.start;
    return [asset.id, first, value.end, asset.heardAt, Math.round(asset.silentAfter), dataFault(value)];
  });
  for (const some of chunks(rows))
    await sql`update asset set
        first_seen = case first_seen when 0 then cast(v.column2 as bigint) else first_seen end,
        last_seen = cast(v.column3 as bigint), heard_at = cast(v.column4 as bigint),
        silent_after = cast(v.column5 as bigint), data_fault = cast(v.column6 as text)
      from (values ${rowsOf(some)}) as v where asset.id = cast(v.column1 as bigint)`.execute(db);
}

/** Notes that something was heard of an asset. */
function hear(asset: KnownAsset, at: number, window: number): void {
  const gap = asset.heardAt === 0 ? window : Math.max(window, at - asset.heardAt);
  asset.silentAfter = Math.max(PATIENCE * gap, FADES * asset.silentAfter);
  asset.heardAt = Math.max(asset.heardAt, at);
}

/** Keeps where in the log the raw blocks are, of one window of each that make a row of the next tier. */
async function keepPlaces(
  db: Database,
  { sizes }: Tiers,
  groups: readonly Group<FeatureWindow>[],
): Promise<void> {
  const rows = groups.flatMap(({ asset, windows }) =>
    windows.flatMap(({ message: { value } }) => {
      const place = bucketOf(value.start, sizes[1] ?? 1);
      if (value.blocks === undefined || place <= asset.lastBlock) return [];
      asset.lastBlock = place;
      return [{ asset_id: asset.id, time: value.start, first: value.blocks[0], last: value.blocks[1] }];
    }),
  );
  for (const some of chunks(rows))
    await db
      .insertInto("block")
      .values(some)
      .onConflict((conflict) => conflict.columns(["asset_id", "time"]).doNothing())
      .execute();
}

/** Takes in predictions: trends of risk and remaining life, and whether the baseline is known. */
export async function takePredictions(
  db: Database,
  tiers: Tiers,
  book: AssetBook,
  written: readonly Written<Prediction>[],
): Promise<void> {
  const units = () => (name: string) => PREDICTION_UNITS[name] ?? "1";
  const groups = byAsset(written, book);
  const newest = await keep(db, tiers, "predictions", predictions.topic, groups, predictionValues, units);
  const rows = newest.map(({ asset, last }) => {
    const { risk, zone = null, baseline, notScored = null } = last.message.value;
    return [asset.id, risk, zone, baseline?.frozen === false ? 1 : 0, notScored];
  });
  for (const some of chunks(rows))
    await sql`update asset set
        risk = cast(v.column2 as double precision), zone = cast(v.column3 as text),
        learning = cast(v.column4 as integer), not_scored = cast(v.column5 as text)
      from (values ${rowsOf(some)}) as v where asset.id = cast(v.column1 as bigint)`.execute(db);
}

/** Rows of a table of values, in SQL. */
const rowsOf = (rows: readonly (readonly (string | number | null)[])[]) =>
  sql.join(rows.map((row) => sql`(${sql.join(row)})`));
