import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";

const HOUR = 3_600_000;

/** A window of an asset, with the greatest value of each feature over its sensors. */
interface Window {
  readonly asset: string;
  /** Epoch milliseconds. */
  readonly end: number;
  /** By `quantity.feature`, in their units, and deviations by `quantity.feature@view`; what was not measured is not there. */
  readonly features: Record<string, number>;
}

/** A window, and whether a confirmed failure came within the horizon. */
export interface Row extends Window {
  readonly fails: boolean;
}

type Cells = Readonly<Record<string, unknown>>;

/**
 * The labelled windows of an export's folder: features.parquet, predictions.parquet, of which the deviations from the asset's own baseline are taken, and
 * labels.parquet. Windows of which it is not known what came within the horizon, those at the end of what was seen of a machine, are left out,
 * and those in which the baseline was still being learned.
 */
export async function readHistory(folder: string, horizonHours: number): Promise<Row[]> {
  const horizon = horizonHours * HOUR;
  const [features, predictions, labels] = await Promise.all(
    ["features", "predictions", "labels"].map((name) => read(join(folder, `${name}.parquet`))),
  );
  const windows = byAsset(windowsOf([...(features ?? []), ...(predictions ?? [])]));
  return [...windows].flatMap(([asset, own]) => {
    const failures = (labels ?? [])
      .filter((label) => label["asset"] === asset && label["action"] === "confirmed")
      .map((label) => Number(label["occurredAt"]));
    const last = Math.max(...own.map(({ end }) => end));
    return own.flatMap((window) => {
      const ahead = failures.map((time) => time - window.end).filter((time) => time >= 0);
      const fails = ahead.some((time) => time <= horizon);
      const isKnown = fails || ahead.length > 0 || last - window.end > horizon;
      return isKnown ? [{ ...window, fails }] : [];
    });
  });
}

/** Rows to train on, and rows of every third asset to judge by: no machine is in both. */
export function split(rows: readonly Row[]): { train: Row[]; test: Row[] } {
  const assets = [...byAsset(rows).keys()].toSorted();
  const heldOut = new Set(assets.filter((_, i) => i % 3 === 0));
  return {
    train: rows.filter(({ asset }) => !heldOut.has(asset)),
    test: rows.filter(({ asset }) => heldOut.has(asset)),
  };
}

/** Rows of each asset, in their order. */
export function byAsset<T extends { readonly asset: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.asset);
    if (group === undefined) groups.set(row.asset, [row]);
    else group.push(row);
  }
  return groups;
}

const read = async (file: string): Promise<Cells[]> =>
  parquetReadObjects({ file: await asyncBufferFromFile(file) });

/** Of a feature, or of a deviation. */
const INPUT = /^(acceleration|temperature|scalar)\./;

/** Windows in the order of time, of rows that have features of one sensor, or deviations, in one window. */
function windowsOf(sensors: readonly Cells[]): Window[] {
  const windows = new Map<string, Window>();
  for (const cells of sensors) {
    const asset = String(cells["asset"]);
    const end = Number(cells["end"]);
    const window = windows.get(`${asset} ${end}`) ?? { asset, end, features: {} };
    windows.set(`${asset} ${end}`, window);
    for (const [feature, value] of Object.entries(cells)) {
      if (!INPUT.test(feature) || typeof value !== "number" || Number.isNaN(value)) continue;
      window.features[feature] = Math.max(window.features[feature] ?? -Infinity, value);
    }
  }
  const isJudged = ({ features }: Window): boolean =>
    Object.keys(features).some((name) => name.includes("@"));
  return [...windows.values()].filter(isJudged).toSorted((a, b) => a.end - b.end);
}
