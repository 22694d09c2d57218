import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";

const HOUR = 3_600_000;

/** A window of an asset, with the greatest value of each feature over its sensors, and what came of the machine. */
export interface Row {
  readonly asset: string;
  /** Epoch milliseconds. */
  readonly end: number;
  /** By `quantity.feature`, in their units; what was not measured is not there. */
  readonly features: Record<string, number>;
  /** Whether a confirmed failure came within the horizon. */
  readonly fails: boolean;
}

type Cells = Readonly<Record<string, unknown>>;

/**
 * The labelled windows of an export's folder, by assets and time. Windows of which it is not known what came within the horizon,
 * those at the end of what was seen of a machine, are left out.
 */
export async function readHistory(folder: string, horizonHours: number): Promise<Row[]> {
  const windows = windowsOf(await read(join(folder, "features.parquet")));
  const failures = Map.groupBy(
    (await read(join(folder, "labels.parquet"))).filter(({ action }) => action === "confirmed"),
    ({ asset }) => String(asset),
  );
  const horizon = horizonHours * HOUR;
  return [...Map.groupBy(windows, ({ asset }) => asset)].flatMap(([asset, own]) => {
    const times = (failures.get(asset) ?? []).map(({ occurredAt }) => Number(occurredAt));
    const last = Math.max(...own.map(({ end }) => end));
    return own.flatMap((window) => {
      const ahead = Math.min(...times.filter((time) => time >= window.end)) - window.end;
      const fails = ahead <= horizon;
      const known = fails || Math.max(Number.isFinite(ahead) ? ahead : 0, last - window.end) > horizon;
      return known ? [{ ...window, fails }] : [];
    });
  });
}

const read = async (file: string): Promise<Cells[]> =>
  parquetReadObjects({ file: await asyncBufferFromFile(file) });

/** One row of the file is one sensor's features of one window. */
function windowsOf(sensors: readonly Cells[]): Omit<Row, "fails">[] {
  const windows = new Map<string, Omit<Row, "fails">>();
  for (const cells of sensors) {
    const [asset, end] = [String(cells["asset"]), Number(cells["end"])];
    const key = `${asset} ${end}`;
    const { features } = windows.get(key) ?? { features: {} };
    for (const [name, value] of Object.entries(cells)) {
      if (typeof value !== "number" || name === "start" || name === "end") continue;
      const feature = `${String(cells["quantity"])}.${name}`;
      features[feature] = Math.max(features[feature] ?? -Infinity, value);
    }
    windows.set(key, { asset, end, features });
  }
  return [...windows.values()].toSorted((a, b) => (a.asset < b.asset ? -1 : a.asset > b.asset ? 1 : a.end - b.end));
}

/** Rows to train on, and rows of every third asset to judge by: no machine is in both. */
export function split(rows: readonly Row[]): { train: Row[]; test: Row[] } {
  const assets = [...new Set(rows.map(({ asset }) => asset))].toSorted();
  const heldOut = new Set(assets.filter((_, i) => i % 3 === 0));
  return {
    train: rows.filter(({ asset }) => !heldOut.has(asset)),
    test: rows.filter(({ asset }) => heldOut.has(asset)),
  };
}
