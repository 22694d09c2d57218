/**
 * Indices of at most `points` of a series that look most like the whole, ascending. The first and the last are kept; the others
 * are cut into points − 2 buckets of about equal number, and of each the one is taken that makes the largest triangle with the
 * one taken before and the mean of the next bucket. Of equal triangles the first is taken.
 *
 * `time` is in any unit, ascending, as long as `value`. Values that are no finite number are gaps: never taken, and in no bucket.
 *
 * Source: S. Steinarsson, Downsampling Time Series for Visual Representation, University of Iceland 2013, section 4.2
 * (largest triangle three buckets).
 */
export function largestTriangleThreeBuckets(
  time: ArrayLike<number>,
  value: ArrayLike<number>,
  points: number,
): number[] {
  const usable: number[] = [];
  for (let i = 0; i < value.length; i++) if (Number.isFinite(value[i])) usable.push(i);
  const count = usable.length;
  if (count <= points) return usable;
  const first = usable[0] as number;
  const last = usable[count - 1] as number;
  if (points < 3) return [first, last].slice(0, points);

  const buckets = points - 2;
  /** Where bucket b begins; behind the last one is the last point. */
  const start = (b: number): number => (b > buckets ? count : 1 + Math.floor((b * (count - 2)) / buckets));
  const taken = [first];
  let before = first;
  for (let b = 0; b < buckets; b++) {
    const next = meanOf(time, value, usable, start(b + 1), start(b + 2));
    let largest = -1;
    let best = before;
    for (let i = start(b); i < start(b + 1); i++) {
      const at = usable[i] as number;
      const area = twiceTheArea(time, value, before, at, next);
      if (area > largest) [largest, best] = [area, at];
    }
    taken.push(best);
    before = best;
  }
  taken.push(last);
  return taken;
}

type Point = readonly [time: number, value: number];

function twiceTheArea(
  time: ArrayLike<number>,
  value: ArrayLike<number>,
  before: number,
  at: number,
  [nextTime, nextValue]: Point,
): number {
  const t = time[before] as number;
  const v = value[before] as number;
  return Math.abs(
    (t - nextTime) * ((value[at] as number) - v) - (t - (time[at] as number)) * (nextValue - v),
  );
}

/** Of the usable points [from, end). Times are taken from the first one, or the sum of epoch milliseconds would lose digits. */
function meanOf(
  time: ArrayLike<number>,
  value: ArrayLike<number>,
  usable: readonly number[],
  from: number,
  end: number,
): Point {
  const origin = time[usable[from] as number] as number;
  let t = 0;
  let v = 0;
  for (let i = from; i < end; i++) {
    t += (time[usable[i] as number] as number) - origin;
    v += value[usable[i] as number] as number;
  }
  return [origin + t / (end - from), v / (end - from)];
}
