import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readColumns, timeOf, timesOf } from "./csv.ts";
import type { RunSeries, SeriesSettings } from "./series.ts";

/** Numenta Anomaly Benchmark, github.com/numenta/NAB: the temperature of an industrial machine until it failed. */
export interface NabFigures {
  readonly days: number;
  readonly anomalies: readonly {
    readonly at: string;
    /** The failure that opened in the label's window, or null. */
    readonly opened: string | null;
    /** From the opening to the labelled moment; negative if it came after. */
    readonly hoursBefore: number | null;
    /** Of the windows in the label's window, the greatest. */
    readonly greatestDeviation: number;
  }[];
  /** Failures that opened outside of all windows. */
  readonly falseEvents: number;
  /** The greatest deviation in the second half of the days before the first label, when the first half was learned. */
  readonly healthyDeviation: number;
}

const FILE = "machine_temperature_system_failure.csv";

/** A value comes every five minutes. */
const WINDOW_MS = 3_600_000;

/** A week, in windows: all that there is before the first label. */
const COMMISSIONING = 7 * 24;

const HOUR = 3_600_000;

interface Labels {
  readonly anomaly_timestamps: readonly string[];
  readonly windows: readonly (readonly [string, string])[];
}

export async function evaluateNab(
  directory: string,
  run: RunSeries,
  settings: Pick<SeriesSettings, "model" | "limit">,
): Promise<NabFigures> {
  const columns = await readColumns(join(directory, FILE), ",");
  const labels = JSON.parse(await readFile(join(directory, "labels.json"), "utf8")) as Labels;
  const times = timesOf(columns.get("timestamp"));
  const values = (columns.get("value") ?? []).map((text) => celsius(Number(text)));
  const series = {
    times,
    sensors: [{ name: "temperature", quantity: "temperature", unit: "Cel", values }],
  } as const;
  const windowed = { ...settings, windowMs: WINDOW_MS };
  const { predictions, failures } = await run(series, { ...windowed, commissioning: COMMISSIONING });
  const half = await run(series, { ...windowed, commissioning: COMMISSIONING / 2 });
  const openings = failures.filter(({ state }) => state === "opened").map(({ openedAt }) => openedAt);
  const windows = labels.windows.map(([from, to]) => [timeOf(from), timeOf(to)] as const);
  const isIn = (at: number, [from, to]: readonly [number, number]): boolean => at >= from && at <= to;
  const greatest = (of: typeof predictions, from: number, to: number): number =>
    Math.max(0, ...of.filter(({ end }) => isIn(end, [from, to])).map(({ deviation = 0 }) => deviation));
  return {
    days: ((times.at(-1) ?? NaN) - (times[0] ?? NaN)) / HOUR / 24,
    anomalies: windows.map((window, i) => {
      const at = timeOf(labels.anomaly_timestamps[i] ?? "");
      const opened = openings.find((time) => isIn(time, window)) ?? null;
      return {
        at: textOf(at),
        opened: opened === null ? null : textOf(opened),
        hoursBefore: opened === null ? null : (at - opened) / HOUR,
        greatestDeviation: greatest(predictions, ...window),
      };
    }),
    falseEvents: openings.filter((at) => !windows.some((window) => isIn(at, window))).length,
    healthyDeviation: greatest(half.predictions, 0, windows[0]?.[0] ?? 0),
  };
}

const textOf = (time: number): string => new Date(time).toISOString().slice(0, 16).replace("T", " ");

/** The file gives no unit; its values are those of degrees Fahrenheit. */
const celsius = (fahrenheit: number): number => ((fahrenheit - 32) * 5) / 9;
