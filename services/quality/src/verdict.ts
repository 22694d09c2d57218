import type { SensorQuality } from "@presage/contracts";
import type { Check } from "./check.ts";

/** Whether a limit is kept in a stretch of time, and the value that says so. */
export interface Verdict {
  readonly good: boolean;
  readonly value: number;
  /** Since when, epoch milliseconds of event time. */
  readonly since: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a window with the sensor in it says of a limit; undefined if nothing. */
export function judgeWindow(
  { kind, limit }: Check,
  q: SensorQuality,
  { start, end }: Span,
  everyMs: number | undefined,
): Verdict | undefined {
  const since = start;
  if (typeof limit !== "number") {
    if (q.extremes === undefined) return undefined;
    const [least, greatest] = q.extremes;
    const [low, high] = limit;
    const value = low - least > greatest - high ? least : greatest;
    return { good: least >= low && greatest <= high, value, since };
  }
  if (kind === "coverage")
    return everyMs === undefined ? undefined : { good: q.coverage >= limit, value: q.coverage, since };
  if (kind === "latency") return q.latency && { good: q.latency.max <= limit, value: q.latency.max, since };
  if (kind === "stuck")
    return q.unchanged === undefined ? undefined : { good: q.unchanged <= limit, value: q.unchanged, since };
  const gap = Math.max(q.longestGap ?? 0, q.lastAt === undefined ? 0 : end - q.lastAt);
  return { good: gap <= limit, value: gap, since };
}

/** A sensor that is heard less often than once in a window is missed after twice its interval. */
const PATIENCE = 2;

/**
 * What it says of a limit that nothing of the sensor came in a stretch of time, which is whole windows or goes on until now;
 * undefined if nothing. `lastAt` is when its last message was.
 */
export function judgeSilence(
  { kind, limit }: Check,
  { start, end }: Span,
  lastAt: number,
  windowMs: number,
  everyMs: number | undefined,
): Verdict | undefined {
  const pause = end - lastAt;
  if (kind === "gap" && typeof limit === "number")
    return pause > limit ? { good: false, value: pause, since: Math.max(start, lastAt + limit) } : undefined;
  if (kind !== "coverage" || everyMs === undefined) return undefined;
  const missed = everyMs <= windowMs ? end - start >= windowMs : pause > PATIENCE * everyMs;
  return missed ? { good: false, value: 0, since: start } : undefined;
}

/** From when on, in event time, `judgeSilence` of an asset whose last window ended at `end` may say something; Infinity: never. */
export function silenceFrom(
  { kind, limit }: Check,
  end: number,
  lastAt: number,
  windowMs: number,
  everyMs: number | undefined,
): number {
  if (kind === "gap" && typeof limit === "number") return lastAt + limit;
  if (kind !== "coverage" || everyMs === undefined) return Infinity;
  return everyMs <= windowMs ? end + windowMs : lastAt + PATIENCE * everyMs;
}
