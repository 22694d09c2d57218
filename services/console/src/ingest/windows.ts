import {
  features,
  type FeatureWindow,
  type Message,
  predictions,
  type Prediction,
  qualityFault,
} from "@presage/contracts";
import { CATALOGUE } from "@presage/signal";
import type { AssetBook, KnownAsset } from "../store/assets.ts";
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

/** Writes the windows of a stream into the trend, and its last message as it is. */
async function keep<V extends { readonly start: number }>(
  db: Database,
  tiers: Tiers,
  stream: Stream,
  topic: string,
  { asset, windows, last }: Group<V>,
  valuesOf: (value: V) => WindowValues,
  units: (message: Message<V>) => (name: string) => string,
): Promise<boolean> {
  const before = asset.last.get(stream);
  const rows = windows.map(({ message }) => valuesOf(message.value));
  await writeWindows(db, tiers, asset.id, stream, asset.series[stream], rows, before, units(last.message));
  const { start } = last.message.value;
  if (before !== undefined && start < before) return false;
  asset.last.set(stream, start);
  await db
    .insertInto("latest")
    .values({ asset_id: asset.id, topic, value: last.bytes })
    .onConflict((conflict) =>
      conflict.columns(["asset_id", "topic"]).doUpdateSet((eb) => ({ value: eb.ref("excluded.value") })),
    )
    .execute();
  return true;
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
  const [window = 0, coarse = 0] = tiers.sizes;
  for (const group of byAsset(written, book)) {
    const { asset, windows, last } = group;
    const blocks = windows.flatMap(({ message: { value } }) => {
      const place = bucketOf(value.start, coarse);
      if (value.blocks === undefined || place <= asset.lastBlock) return [];
      asset.lastBlock = place;
      return [{ asset_id: asset.id, time: value.start, first: value.blocks[0], last: value.blocks[1] }];
    });
    if (blocks.length > 0)
      await db
        .insertInto("block")
        .values(blocks)
        .onConflict((conflict) => conflict.columns(["asset_id", "time"]).doNothing())
        .execute();
    const { value } = last.message;
    const first = windows[0]?.message.value.start ?? value.start;
    const gap = asset.heardAt === 0 ? window : Math.max(window, value.closedAt - asset.heardAt);
    asset.silentAfter = Math.max(PATIENCE * gap, FADES * asset.silentAfter);
    asset.heardAt = Math.max(asset.heardAt, value.closedAt);
    if (!(await keep(db, tiers, "features", features.topic, group, featureValues, unitsOfFeatures))) continue;
    await db
      .updateTable("asset")
      .set((eb) => ({
        first_seen: eb.case().when("first_seen", "=", 0).then(first).else(eb.ref("first_seen")).end(),
        last_seen: value.end,
        heard_at: asset.heardAt,
        silent_after: Math.round(asset.silentAfter),
        data_fault: dataFault(value),
      }))
      .where("id", "=", asset.id)
      .execute();
  }
}

/** Takes in predictions: trends of risk and remaining life, and whether the baseline is known. */
export async function takePredictions(
  db: Database,
  tiers: Tiers,
  book: AssetBook,
  written: readonly Written<Prediction>[],
): Promise<void> {
  const units = () => (name: string) => PREDICTION_UNITS[name] ?? "1";
  for (const group of byAsset(written, book)) {
    if (!(await keep(db, tiers, "predictions", predictions.topic, group, predictionValues, units))) continue;
    const { risk, zone, baseline, notScored } = group.last.message.value;
    await db
      .updateTable("asset")
      .set({
        risk,
        zone: zone ?? null,
        learning: baseline?.frozen === false ? 1 : 0,
        not_scored: notScored ?? null,
      })
      .where("id", "=", group.asset.id)
      .execute();
  }
}
