/** A point stands for nothing that is this many times further from the next than points usually are. */
const GAP = 4;

/** Where a line has to be broken: nothing was measured between the point with this index and the next. */
export function gapsAfter(time: readonly number[], step: number): number[] {
  const spacings = time.slice(1).map((t, i) => t - (time[i] ?? t));
  const usual = spacings.toSorted((a, b) => a - b)[spacings.length >> 1] ?? 0;
  const limit = GAP * Math.max(usual, step);
  return spacings.flatMap((spacing, i) => (spacing > limit ? [i] : []));
}

/**
 * Columns over time with a point without values in each gap, so that a machine that stood still is not drawn
 * as a line.
 */
export function withGaps(
  time: readonly number[],
  columns: readonly (readonly number[])[],
  step: number,
): [time: number[], ...columns: (number | null)[][]] {
  const after = new Set(gapsAfter(time, step));
  const broken = time.flatMap((t, i) => (after.has(i) ? [t, (t + (time[i + 1] ?? t)) / 2] : [t]));
  const values = columns.map((column) =>
    time.flatMap((_, i) => (after.has(i) ? [column[i] ?? null, null] : [column[i] ?? null])),
  );
  return [broken, ...values];
}

/** The value of a line at a time, between its points; undefined before the first and after the last. */
export function valueAt(time: readonly number[], values: readonly number[], at: number): number | undefined {
  const right = time.findIndex((t) => t >= at);
  if (right < 0) return undefined;
  const t1 = time[right] ?? at;
  if (t1 === at) return values[right];
  const t0 = time[right - 1];
  const v0 = values[right - 1];
  const v1 = values[right];
  if (t0 === undefined || v0 === undefined || v1 === undefined) return undefined;
  return v0 + ((v1 - v0) * (at - t0)) / (t1 - t0);
}
