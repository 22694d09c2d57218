import type { TrendPoint } from "@presage/signal";

/** Points kept of a sensor's trend: the state has to stay small. */
const MOST_POINTS = 60;

/** The points of the last `trendMs` before `now`, `now` included. */
export const recent = (points: readonly TrendPoint[], now: number, trendMs: number): readonly TrendPoint[] =>
  points.filter(([time]) => time > now - trendMs);

/**
 * Keeps a point if it is a sixtieth of the horizon after the last one kept, so that sixty points span the horizon however
 * short the windows are. `points` are recent, ascending, and earlier than `point`.
 */
export function keep(
  points: readonly TrendPoint[],
  point: TrendPoint,
  trendMs: number,
): readonly TrendPoint[] {
  const last = points.at(-1);
  return last === undefined || point[0] - last[0] >= trendMs / MOST_POINTS ? [...points, point] : points;
}
