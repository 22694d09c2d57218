import type { FeatureWindow } from "@presage/contracts";
import type { AssetBook, KnownAsset } from "../store/assets.ts";
import type { Database } from "../store/database.ts";
import { type KnownSensor, type SensorRow, writeSensors } from "../store/sensors.ts";
import type { Written } from "./batch.ts";

/** A sensor is silent when it misses three times as many of its asset's windows as it did lately between two with it. */
const PATIENCE = 3;
const FADES = 0.9;

/** One that goes on as ever is written down so often at most. */
const WRITE_EVERY_MS = 60_000;

/**
 * Notes which sensors are in an asset's windows and which have gone silent, while the asset itself goes on. Written down are those that are
 * new, fall silent or are back, and the others now and then.
 */
export async function takeSensors(
  db: Database,
  book: AssetBook,
  written: readonly Written<FeatureWindow>[],
  now: number,
): Promise<void> {
  const changed = new Map<KnownSensor, SensorRow>();
  const inOrder = written.toSorted((a, b) => a.message.value.start - b.message.value.start);
  for (const { message } of inOrder) {
    const asset = book.get(message.key);
    // One that comes again says nothing new.
    if (message.value.start <= (asset.last.get("features") ?? -Infinity)) continue;
    for (const [name, sensor] of look(asset, message.value, now))
      changed.set(sensor, rowOf(asset, name, sensor));
  }
  await writeSensors(db, [...changed.values()]);
}

/** Looks who is in the asset's next window. Gives the sensors that are to be written down. */
function look(
  { sensors }: Pick<KnownAsset, "sensors">,
  { end, sensors: heard }: Pick<FeatureWindow, "end" | "sensors">,
  now: number,
): [name: string, sensor: KnownSensor][] {
  const notable: [string, KnownSensor][] = [];
  for (const [name, { quantity, quality }] of Object.entries(heard)) {
    if (quality.samples === 0) continue;
    const known = sensors.get(name);
    const sensor = known ?? { quantity, lastSeen: end, every: 1, silent: false, missed: 0, writtenAt: 0 };
    sensors.set(name, sensor);
    const isDue =
      known === undefined ||
      sensor.silent ||
      sensor.quantity !== quantity ||
      now - sensor.writtenAt >= WRITE_EVERY_MS;
    // How long it was away says nothing of how often it comes.
    if (!sensor.silent) sensor.every = Math.max(sensor.missed + 1, FADES * sensor.every);
    Object.assign(sensor, { quantity, lastSeen: end, silent: false, missed: 0 });
    if (!isDue) continue;
    sensor.writtenAt = now;
    notable.push([name, sensor]);
  }
  for (const [name, sensor] of sensors) {
    if ((heard[name]?.quality.samples ?? 0) > 0) continue;
    sensor.missed += 1;
    if (sensor.silent || sensor.missed <= PATIENCE * sensor.every) continue;
    sensor.silent = true;
    sensor.writtenAt = now;
    notable.push([name, sensor]);
  }
  return notable;
}

const rowOf = (
  { id }: KnownAsset,
  name: string,
  { quantity, lastSeen, every, silent }: KnownSensor,
): SensorRow => ({
  asset_id: id,
  sensor: name,
  quantity,
  last_seen: lastSeen,
  every,
  silent: silent ? 1 : 0,
});
