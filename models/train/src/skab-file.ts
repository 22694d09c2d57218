import { readColumns, timesOf } from "./csv.ts";
import type { Series } from "./series.ts";

const NO_SENSORS = new Set(["datetime", "anomaly", "changepoint"]);

/** A file of the benchmark, and of each of its rows whether it is labelled. */
export interface LabelledSeries {
  readonly series: Series;
  readonly isAnomalous: readonly boolean[];
}

/** First and last time of each run of anomalous rows. */
export function stretchesOf(times: readonly number[], isAnomalous: readonly boolean[]): [number, number][] {
  const stretches: [number, number][] = [];
  times.forEach((time, i) => {
    const last = stretches.at(-1);
    if (!isAnomalous[i]) return;
    if (last !== undefined && isAnomalous[i - 1]) last[1] = time;
    else stretches.push([time, time]);
  });
  return stretches;
}

/** Every column but the labels is a scalar sensor; the anomaly-free file has no labels. */
export async function readLabelled(path: string): Promise<LabelledSeries> {
  const columns = await readColumns(path, ";");
  const times = timesOf(columns.get("datetime"));
  const labels = columns.get("anomaly");
  return {
    series: {
      times,
      sensors: [...columns]
        .filter(([name]) => !NO_SENSORS.has(name))
        .map(([name, values]) => ({ name, quantity: "scalar", unit: "1", values: values.map(Number) })),
    },
    isAnomalous: times.map((_, i) => Number(labels?.[i] ?? 0) > 0),
  };
}
