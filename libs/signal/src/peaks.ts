/** Amplitudes put together for the screen. */
export interface Peaks {
  /** Of the columns. */
  readonly amplitude: Float32Array;
  /** Lines from one column to the next, 1 or more: by this the step in Hz grows. */
  readonly ratio: number;
}

/**
 * At most `columns` (2 or more) columns of a spectrum, each the greatest of the lines to which it is the nearest, so no peak is lost
 * and none moves by more than half a column. The first column is at line 0, the last at the last line. What is no number
 * counts as 0.
 */
export function peaks(amplitude: Float32Array, columns: number): Peaks {
  const ratio = Math.max(1, (amplitude.length - 1) / (columns - 1));
  return { amplitude: peaksAt(amplitude, ratio, Math.min(columns, amplitude.length)), ratio };
}

/**
 * The same on a given grid: column c of `count` is at line c·ratio, for any ratio above 0. Columns that are nearer to each other
 * than the lines take the nearest line; columns beyond the last line are 0.
 */
export function peaksAt(amplitude: Float32Array, ratio: number, count: number): Float32Array {
  const columns = new Float32Array(count);
  if (ratio < 1) {
    for (let c = 0; c < count; c++) columns[c] = amplitude[Math.round(c * ratio)] ?? 0;
    return columns;
  }
  for (let k = 0; k < amplitude.length; k++) {
    const c = Math.round(k / ratio);
    if (c >= count) break;
    if ((amplitude[k] as number) > (columns[c] as number)) columns[c] = amplitude[k] as number;
  }
  return columns;
}
