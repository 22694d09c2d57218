import type { Trend } from "../../../src/schema/asset.ts";
import { valueAt } from "./gaps.ts";

type Series = Trend["series"][number];

/** Hours in the unit that says the greatest of them shortest. */
function unitOf(most: number): { unit: string; factor: number } {
  if (most < 2) return { unit: "min", factor: 60 };
  return most < 96 ? { unit: "h", factor: 1 } : { unit: "d", factor: 1 / 24 };
}

/**
 * Remaining life as one figure: p50 with p10 to p90 around it, though each was downsampled to times of its
 * own.
 */
export function lifeBand(p10: Series, p50: Series, p90: Series): Series {
  const { unit, factor } = unitOf(Math.max(...p90.mean));
  const around = (series: Series) =>
    p50.time.map((time, i) => factor * (valueAt(series.time, series.mean, time) ?? p50.mean[i] ?? 0));
  return {
    ...p50,
    unit,
    mean: p50.mean.map((hours) => factor * hours),
    least: around(p10),
    most: around(p90),
  };
}
