import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { RunSeries, SeriesSettings, Trace } from "./series.ts";
import { type LabelledSeries, readLabelled, stretchesOf } from "./skab-file.ts";

/** Skoltech Anomaly Benchmark: a water pump rig, github.com/waico/SKAB. */
export interface SkabFigures {
  readonly files: number;
  /** Rows that are judged, one a second: those after the ones a baseline is learned from. */
  readonly rows: number;
  /** By row: it is called anomalous if the rule holds in its window. */
  readonly f1: number;
  /** F1 if all were called anomalous. */
  readonly f1AlwaysOn: number;
  /** Percent of the rows that are not anomalous. */
  readonly falseAlarms: number;
  /** Percent of the rows that are. */
  readonly missed: number;
  /** Labelled stretches, and in how many of them a failure opened. */
  readonly anomalies: number;
  readonly found: number;
  /** From the first anomalous row to the opening, median of those found, seconds. */
  readonly delaySeconds: number | null;
  /** Failures that opened outside, and the time in which they could have, hours. */
  readonly falseEvents: number;
  readonly healthyHours: number;
  /** The anomaly-free file alone; the greatest deviation in it is what the limit is set by. */
  readonly anomalyFree: {
    readonly hours: number;
    readonly greatestDeviation: number;
    readonly falseEvents: number;
  };
}

/** As the benchmark's own detectors do, the beginning of each file is learned from. */
const LEARNED_ROWS = 400;

const WINDOW_MS = 10_000;

/** Windows in the rows that are learned from, at one row a second. */
const COMMISSIONING = (LEARNED_ROWS * 1e3) / WINDOW_MS;

const FOLDERS = ["valve1", "valve2", "other"] as const;

const HOUR = 3_600_000;

export async function evaluateSkab(
  directory: string,
  run: RunSeries,
  settings: Pick<SeriesSettings, "model" | "limit">,
): Promise<SkabFigures> {
  const runFile = async (file: string) => {
    const labelled = await readLabelled(file);
    const trace = await run(labelled.series, {
      ...settings,
      windowMs: WINDOW_MS,
      commissioning: COMMISSIONING,
    });
    return figuresOf(labelled, trace);
  };
  const files = (
    await Promise.all(
      FOLDERS.map(async (folder) =>
        (await readdir(join(directory, folder)))
          .filter((name) => name.endsWith(".csv"))
          .toSorted()
          .map((name) => join(directory, folder, name)),
      ),
    )
  ).flat();
  const faulty: FileFigures[] = [];
  for (const file of files) faulty.push(await runFile(file));
  const healthy = await runFile(join(directory, "anomaly-free", "anomaly-free.csv"));
  const sum = (of: (figures: FileFigures) => number): number =>
    faulty.reduce((total, figures) => total + of(figures), 0);
  const [hits, falls, misses, rests] = [
    sum((f) => f.tp),
    sum((f) => f.fp),
    sum((f) => f.fn),
    sum((f) => f.tn),
  ];
  const delays = faulty.flatMap((f) => f.delays).toSorted((a, b) => a - b);
  return {
    files: files.length,
    rows: hits + falls + misses + rests,
    f1: (2 * hits) / (2 * hits + falls + misses),
    f1AlwaysOn: (2 * (hits + misses)) / (2 * (hits + misses) + falls + rests),
    falseAlarms: (100 * falls) / (falls + rests),
    missed: (100 * misses) / (hits + misses),
    anomalies: sum((f) => f.anomalies),
    found: delays.length,
    delaySeconds: delays[delays.length >> 1] ?? null,
    falseEvents: sum((f) => f.falseEvents),
    healthyHours: sum((f) => f.healthyHours),
    anomalyFree: {
      hours: healthy.healthyHours,
      greatestDeviation: healthy.greatestDeviation,
      falseEvents: healthy.falseEvents,
    },
  };
}

type FileFigures = ReturnType<typeof figuresOf>;

function figuresOf({ series: { times }, isAnomalous }: LabelledSeries, { predictions, failures }: Trace) {
  const off = new Map(predictions.map(({ start, rules }) => [start, rules.length > 0]));
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  times.forEach((time, i) => {
    if (i < LEARNED_ROWS) return;
    const called = off.get(Math.floor(time / WINDOW_MS) * WINDOW_MS) ?? false;
    counts[isAnomalous[i] ? (called ? "tp" : "fn") : called ? "fp" : "tn"]++;
  });
  const stretches = stretchesOf(times, isAnomalous);
  const openings = failures.filter(({ state }) => state === "opened").map(({ openedAt }) => openedAt);
  const isIn = (at: number, [from, to]: readonly [number, number]): boolean =>
    at >= from && at <= to + WINDOW_MS;
  const delays = stretches.flatMap((stretch) => {
    const opened = openings.find((at) => isIn(at, stretch));
    return opened === undefined ? [] : (opened - stretch[0]) / 1e3;
  });
  return {
    ...counts,
    anomalies: stretches.length,
    delays,
    falseEvents: openings.filter((at) => !stretches.some((stretch) => isIn(at, stretch))).length,
    healthyHours: ((counts.fp + counts.tn) * 1e3) / HOUR,
    greatestDeviation: Math.max(0, ...predictions.map(({ deviation = 0 }) => deviation)),
  };
}
