import {
  features as contract,
  type Failure,
  type Message,
  type Prediction,
  type Quantity,
  type SampleBlock,
} from "@presage/contracts";
import { DEFAULTS, featureStage } from "@presage/features";
import { createVibrationAnalyzer } from "@presage/signal";
import type { LiveModel } from "@presage/scorer";
import { judgeWindows } from "./judge.ts";

/** What slow sensors said, row after row. */
export interface Series {
  /** Epoch milliseconds, ascending. */
  readonly times: readonly number[];
  /** As many values each as there are times; what is not a number was not sent. */
  readonly sensors: readonly {
    readonly name: string;
    readonly quantity: Quantity;
    readonly unit: string;
    readonly values: readonly number[];
  }[];
}

export interface SeriesSettings {
  readonly model: LiveModel;
  readonly windowMs: number;
  /** Windows that the baseline is learned from. */
  readonly commissioning: number;
  /** Robust standard deviations. */
  readonly limit: number;
}

/** What the pipeline made of a series, in order. */
export interface Trace {
  readonly predictions: readonly Prediction[];
  readonly failures: readonly Failure[];
}

export type RunSeries = (series: Series, settings: SeriesSettings) => Promise<Trace>;

const KEY = "site/area/line/asset";

/** Runs series through the services' own stages, window after window. */
export async function createSeriesRunner(): Promise<RunSeries> {
  const analyzer = await createVibrationAnalyzer();
  return async (series, { model, windowMs, commissioning, limit }) => {
    const extract = featureStage({ ...DEFAULTS, windowMs }, analyzer);
    let before = extract.initial;
    const windows = closedWindows(series, windowMs).map((window) => {
      const [next, [made]] = extract.step(before, window);
      before = next;
      if (made === undefined) throw new Error("the stage made no window");
      return contract.decode(made.key, made.time, made.encode()).value;
    });
    const judged = await judgeWindows(windows, {
      modelOf: () => model,
      limitsOf: () => ({ deviation: limit }),
      commissioningOf: () => ({ windows: commissioning }),
    });
    return {
      predictions: judged.map(({ prediction }) => prediction),
      failures: judged.flatMap(({ failure }) => failure ?? []),
    };
  };
}

/** As the host would close them, all of one asset. */
function closedWindows({ times, sensors }: Series, windowMs: number) {
  const rows = new Map<number, Message<SampleBlock>[]>();
  times.forEach((time, i) => {
    const start = Math.floor(time / windowMs) * windowMs;
    const messages = rows.get(start) ?? [];
    rows.set(start, messages);
    for (const { name: sensor, quantity, unit, values } of sensors) {
      const value = values[i] ?? NaN;
      const block = { sensor, quantity, unit, rate: 0, values: Float32Array.of(value) };
      if (Number.isFinite(value))
        messages.push({ key: KEY, time, value: { ...block, received: time, clockSkewed: false } });
    }
  });
  return [...rows].map(([start, messages]) => {
    const end = start + windowMs;
    return {
      key: KEY,
      start,
      end,
      messages,
      offsets: [0, 0] as const,
      duplicates: 0,
      late: 0,
      closedAt: end,
    };
  });
}
