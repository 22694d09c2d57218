import type { Trend } from "../../../src/schema/asset.ts";
import { valueAt } from "./gaps.ts";

type Series = Trend["series"][number];

/** Remaining life as one figure: p50 with p10 to p90 around it, though each was downsampled to times of its own. */
export function lifeBand(p10: Series, p50: Series, p90: Series): Series {
  const around = (series: Series) =>
    p50.time.map((time, i) => valueAt(series.time, series.mean, time) ?? p50.mean[i] ?? 0);
  return { ...p50, least: around(p10), most: around(p90) };
}
