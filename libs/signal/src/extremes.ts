/**
 * Where a waveform's least and greatest values are in each of `columns` equal stretches, ascending: two indices each, in the
 * order in which they come. All indices if there are no more than that. So the line through them has the same outline on a
 * screen of that many columns. What is no number is passed over; a stretch of nothing else has its first and last
 * index, so that a gap stays one.
 */
export function extremes(values: ArrayLike<number>, columns: number): number[] {
  const { length } = values;
  if (length <= 2 * columns) return Array.from({ length }, (_, i) => i);
  const indices: number[] = [];
  for (let c = 0; c < columns; c++) {
    const from = Math.floor((c * length) / columns);
    const end = Math.floor(((c + 1) * length) / columns);
    let least = from;
    let greatest = end - 1;
    let [min, max] = [Infinity, -Infinity];
    for (let i = from; i < end; i++) {
      const value = values[i] as number;
      // Of equal values the first is the least and the last the greatest, so that there are two.
      if (value < min) [min, least] = [value, i];
      if (value >= max) [max, greatest] = [value, i];
    }
    indices.push(Math.min(least, greatest), Math.max(least, greatest));
  }
  return indices;
}
