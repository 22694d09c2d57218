import type { RowSample } from "@presage/model";
import type { Batch } from "./stage.ts";

/** A period has so many windows of each asset, and so many in all at least: chance must not look like drift. */
const WINDOWS_PER_ASSET = 20;
const LEAST_WINDOWS = 500;

/** More rows are thinned out evenly: a distribution in ten bins needs no more. */
const MOST_ROWS = 2_000;

/** Gathers the rows that a model is asked of, period by period. */
export interface RowCollector {
  /** The sample of a period that ended with this batch; null if none did. */
  add(batch: Batch): RowSample | null;
}

/** `width`: inputs of a row. */
export function collectRows(width: number): RowCollector {
  let kept: Float32Array[] = [];
  /** Every so many-th row is kept. */
  let stride = 1;
  let windows = 0;
  const assets = new Set<string>();

  function keep(row: Float32Array): void {
    if (windows % stride === 0) kept.push(row.slice());
    windows += 1;
    if (kept.length <= MOST_ROWS) return;
    kept = kept.filter((_, i) => i % 2 === 0);
    stride *= 2;
  }

  return {
    add({ rows, keys }) {
      keys.forEach((key, i) => {
        assets.add(key);
        keep(rows.subarray(i * width, (i + 1) * width));
      });
      if (windows < Math.max(LEAST_WINDOWS, WINDOWS_PER_ASSET * assets.size)) return null;
      const all = new Float32Array(kept.length * width);
      kept.forEach((row, i) => all.set(row, i * width));
      const sample = { rows: all, assets: assets.size };
      kept = [];
      stride = 1;
      windows = 0;
      assets.clear();
      return sample;
    },
  };
}
