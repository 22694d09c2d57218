import type { Database } from "./database.ts";

/** What the intake remembers of a sensor between two flushes. */
export interface KnownSensor {
  quantity: string;
  /** End of the last window with it, epoch milliseconds of the measurements. */
  lastSeen: number;
  /** How many of the asset's windows pass from one with it to the next. */
  every: number;
  silent: boolean;
  /** Windows of the asset since it was in one. */
  missed: number;
  /** When it was written down last, epoch milliseconds. */
  writtenAt: number;
}

/** A sensor of an asset, to be written down. */
export interface SensorRow {
  readonly asset_id: number;
  readonly sensor: string;
  readonly quantity: string;
  readonly last_seen: number;
  readonly every: number;
  readonly silent: number;
}

/** Variables of a statement are limited. */
const CHUNK = 200;

/** The sensors of some assets, by name. */
export async function loadSensors(
  db: Database,
  assets: readonly number[],
): Promise<ReadonlyMap<number, Map<string, KnownSensor>>> {
  const rows = await db.selectFrom("sensor").selectAll().where("asset_id", "in", assets).execute();
  const found = new Map<number, Map<string, KnownSensor>>();
  for (const { asset_id, sensor, quantity, last_seen, every, silent } of rows) {
    const sensors = found.get(asset_id) ?? new Map<string, KnownSensor>();
    found.set(asset_id, sensors);
    const known = { quantity, lastSeen: last_seen, every, silent: silent === 1 };
    sensors.set(sensor, { ...known, missed: 0, writtenAt: 0 });
  }
  return found;
}

export async function writeSensors(db: Database, rows: readonly SensorRow[]): Promise<void> {
  for (let i = 0; i < rows.length; i += CHUNK)
    await db
      .insertInto("sensor")
      .values(rows.slice(i, i + CHUNK))
      .onConflict((conflict) =>
        conflict.columns(["asset_id", "sensor"]).doUpdateSet((eb) => ({
          quantity: eb.ref("excluded.quantity"),
          last_seen: eb.ref("excluded.last_seen"),
          every: eb.ref("excluded.every"),
          silent: eb.ref("excluded.silent"),
        })),
      )
      .execute();
}

/** Forgets sensors that have been silent for so long that they are there no more; ms of the asset's own time. */
export async function forgetSensors(db: Database, silentFor: number): Promise<void> {
  const gone = await db
    .selectFrom("sensor")
    .innerJoin("asset", "asset.id", "sensor.asset_id")
    .select(["sensor.asset_id", "sensor.sensor"])
    .where("sensor.silent", "=", 1)
    .where((eb) => eb("asset.last_seen", ">", eb("sensor.last_seen", "+", silentFor)))
    .execute();
  for (const { asset_id, sensor } of gone)
    await db.deleteFrom("sensor").where("asset_id", "=", asset_id).where("sensor", "=", sensor).execute();
}
