import type { RequirementKind, SensorDay, SensorQuality } from "@presage/contracts";

/** A day in milliseconds; days are those of UTC. */
export const DAY_MS = 86_400_000;

export const dayStart = (time: number): number => Math.floor(time / DAY_MS) * DAY_MS;

/** What has come of a sensor on a day so far. */
export interface Totals {
  readonly source?: string;
  readonly windows: number;
  readonly silent: number;
  readonly messages: number;
  readonly late: number;
  readonly duplicates: number;
  readonly lost?: number;
  readonly restarts?: number;
  /** Sum of the windows' shares. */
  readonly covered: number;
  /** Sum of the windows' medians, each times its messages; and those messages. */
  readonly latency: number;
  readonly timed: number;
  readonly slowest?: number;
  readonly longestGap: number;
  readonly samples: number;
  readonly outOfRange: number;
  readonly longestUnchanged: number;
  /** By requirement and kind, how long it was not met, milliseconds. */
  readonly unmet: Readonly<Record<string, number>>;
}

const EMPTY: Totals = {
  windows: 0,
  silent: 0,
  messages: 0,
  late: 0,
  duplicates: 0,
  covered: 0,
  latency: 0,
  timed: 0,
  longestGap: 0,
  samples: 0,
  outOfRange: 0,
  longestUnchanged: 0,
  unmet: {},
};

/** Adds a window with the sensor in it. */
export function addWindow(totals: Totals = EMPTY, q: SensorQuality): Totals {
  const { sequence, latency, timed = 0 } = q;
  return {
    ...totals,
    ...(q.source !== undefined && { source: q.source }),
    windows: totals.windows + 1,
    messages: totals.messages + q.blocks,
    late: totals.late + (q.late ?? 0),
    duplicates: totals.duplicates + (q.duplicates ?? 0),
    ...(sequence && {
      lost: (totals.lost ?? 0) + sequence.lost - sequence.recovered,
      restarts: (totals.restarts ?? 0) + sequence.restarts,
    }),
    covered: totals.covered + q.coverage,
    ...(latency && {
      latency: totals.latency + latency.median * timed,
      timed: totals.timed + timed,
      slowest: Math.max(totals.slowest ?? -Infinity, latency.max),
    }),
    longestGap: Math.max(totals.longestGap, q.longestGap ?? 0),
    samples: totals.samples + q.samples,
    outOfRange: totals.outOfRange + q.outOfRange * q.samples,
    longestUnchanged: Math.max(totals.longestUnchanged, q.unchanged ?? 0),
  };
}

/** Adds windows in which nothing of the sensor came; `pause` is how long nothing had by their end. */
export const addSilence = (totals: Totals = EMPTY, windows: number, pause: number): Totals => ({
  ...totals,
  windows: totals.windows + windows,
  silent: totals.silent + windows,
  longestGap: Math.max(totals.longestGap, pause),
});

/** Adds time in which a requirement was not met. */
export const addUnmet = (totals: Totals = EMPTY, check: string, ms: number): Totals => ({
  ...totals,
  unmet: { ...totals.unmet, [check]: (totals.unmet[check] ?? 0) + ms },
});

/**
 * A sensor's part of the day's report. Coverage is that of the windows, of a sensor that sends less often than once in a
 * window that of the whole time; without an interval it is not known.
 */
export function report(t: Totals, windowMs: number, everyMs: number | undefined): SensorDay {
  const expected = everyMs === undefined ? 0 : (t.windows * windowMs) / everyMs;
  const coverage =
    everyMs === undefined || t.windows === 0
      ? undefined
      : everyMs <= windowMs
        ? t.covered / t.windows
        : Math.min(1, t.messages / Math.max(1, Math.floor(expected)));
  return {
    ...(t.source !== undefined && { source: t.source }),
    windows: t.windows,
    silent: t.silent,
    messages: t.messages,
    late: t.late,
    duplicates: t.duplicates,
    // What was lost yesterday may have come today.
    ...(t.lost !== undefined && { lost: Math.max(0, t.lost), restarts: t.restarts ?? 0 }),
    ...(coverage !== undefined && { coverage: round(coverage, 4) }),
    ...(t.slowest !== undefined && {
      latency: { mean: Math.round(t.latency / Math.max(1, t.timed)), max: t.slowest },
    }),
    longestGap: t.longestGap,
    outOfRange: t.samples === 0 ? 0 : round(t.outOfRange / t.samples, 6),
    longestUnchanged: t.longestUnchanged,
    unmet: Object.entries(t.unmet).map(([check, ms]) => {
      const dot = check.lastIndexOf(".");
      const kind = check.slice(dot + 1) as RequirementKind;
      return { requirement: check.slice(0, dot), kind, minutes: round(ms / 60_000, 1) };
    }),
  };
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
