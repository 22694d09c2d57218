/** Points beyond which a line is thinned: more than a plot has places. */
const MOST = 1_200;

/** Runs of points that become two each. */
const GROUPS = 400;

/**
 * Indices of the points to draw: all of them, or of a long series the least and greatest of each short stretch, so that no peak is
 * lost. A stretch without a value leaves one point without, which breaks the line.
 */
export function thinned(values: readonly (number | null)[]): number[] {
  if (values.length <= MOST) return values.map((_, i) => i);
  const size = Math.ceil(values.length / GROUPS);
  const kept: number[] = [];
  for (let from = 0; from < values.length; from += size) {
    let [least, greatest] = [-1, -1];
    for (let i = from; i < Math.min(from + size, values.length); i++) {
      const value = values[i] ?? null;
      if (value === null) continue;
      if (least < 0 || value < (values[least] ?? Infinity)) least = i;
      if (greatest < 0 || value > (values[greatest] ?? -Infinity)) greatest = i;
    }
    if (least < 0) kept.push(from);
    else kept.push(...new Set([Math.min(least, greatest), Math.max(least, greatest)]));
  }
  return kept;
}

/** Every so many values, so that there are no more than a plot has places; the last one included. */
export function sampled<T>(values: readonly T[]): T[] {
  const every = Math.max(1, Math.ceil(values.length / MOST));
  return values.filter((_, i) => i % every === 0 || i === values.length - 1);
}
