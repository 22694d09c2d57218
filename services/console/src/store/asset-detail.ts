import { features, type FeatureWindow, predictions, type Prediction, qualityFault } from "@presage/contracts";
import { CATALOGUE } from "@presage/signal";
import { unitOf } from "../ingest/windows.ts";
import type { SensorState } from "../schema/asset.ts";
import type { Database } from "./database.ts";

const ENTRIES = new Map(CATALOGUE.map((entry) => [`${entry.quantity}.${entry.name}`, entry]));

/** The last window of an asset, as it is in the log. */
export interface LastWindow {
  readonly window?: FeatureWindow;
  readonly prediction?: Prediction;
}

export async function lastWindow(db: Database, asset: number, path: string): Promise<LastWindow> {
  const rows = await db.selectFrom("latest").selectAll().where("asset_id", "=", asset).execute();
  const bytesOf = (topic: string): Uint8Array | undefined => {
    const value = rows.find((row) => row.topic === topic)?.value;
    return value && new Uint8Array(value);
  };
  const window = bytesOf(features.topic);
  const prediction = bytesOf(predictions.topic);
  return {
    ...(window && { window: features.decode(path, 0, window).value }),
    ...(prediction && { prediction: predictions.decode(path, 0, prediction).value }),
  };
}

/** What the catalogue says of a feature, in the sensor's unit where it has that. */
export function describe(
  quantity: string,
  feature: string,
  own: string,
): { unit: string; formula?: string; source?: string } {
  const entry = ENTRIES.get(`${quantity}.${feature}`);
  return {
    unit: unitOf(quantity, feature, own),
    ...(entry && { formula: entry.formula, source: entry.source }),
  };
}

/** How the sensors of a window are: the values of their features, and the quality of their data. */
export const sensorStates = ({ end, sensors }: FeatureWindow): SensorState[] =>
  Object.entries(sensors).map(([sensor, { quantity, unit, zone, quality, features: values }]) => {
    const { coverage, gaps, stuck, outOfRange, clipped, clockSkewed } = quality;
    const fault = qualityFault(quantity, quality);
    return {
      sensor,
      quantity,
      unit,
      lastSeen: end,
      ...(zone !== undefined && { zone }),
      quality: {
        coverage,
        gaps,
        stuck,
        outOfRange,
        clipped,
        clockSkewed,
        ...(fault !== null && { fault }),
      },
      features: Object.entries(values).map(([name, value]) => ({
        name,
        value,
        ...describe(quantity, name, unit),
      })),
    };
  });
