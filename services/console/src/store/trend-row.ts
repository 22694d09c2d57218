/** What a row of tier 0 is: one float32 for each series, NaN where there is no value. */
export const encodeValues = (values: readonly (number | undefined)[]): Uint8Array =>
  new Uint8Array(Float32Array.from(values, (value) => value ?? NaN).buffer);

/** Mean, least and most of a series in a stretch of time. */
export type Extent = readonly [mean: number, least: number, most: number];

/** The floats of a row, whatever it is aligned to. */
function floats(bytes: Uint8Array | ArrayBuffer): Float32Array {
  const copy = bytes instanceof ArrayBuffer ? bytes.slice(0) : new Uint8Array(bytes).buffer;
  return new Float32Array(copy);
}

/** A series' value in a row; undefined if the row has none. */
export function extentAt(
  bytes: Uint8Array | ArrayBuffer,
  tier: number,
  position: number,
): Extent | undefined {
  const row = floats(bytes);
  if (tier === 0) {
    const value = row[position];
    return value === undefined || Number.isNaN(value) ? undefined : [value, value, value];
  }
  const [mean, least, most] = row.subarray(3 * position, 3 * position + 3);
  return mean === undefined || Number.isNaN(mean) ? undefined : [mean, least ?? mean, most ?? mean];
}

/** One row of the next tier from rows of a tier: of every series the mean of the means, the least and the most. */
export function combineRows(rows: readonly (Uint8Array | ArrayBuffer)[], tier: number): Uint8Array {
  const all = rows.map(floats);
  const width = tier === 0 ? 1 : 3;
  const series = Math.max(0, ...all.map((row) => Math.floor(row.length / width)));
  const combined = new Float32Array(3 * series).fill(NaN);
  for (let i = 0; i < series; i++) {
    let [sum, count, least, most] = [0, 0, Infinity, -Infinity];
    for (const row of all) {
      const mean = row[i * width];
      if (mean === undefined || Number.isNaN(mean)) continue;
      sum += mean;
      count++;
      least = Math.min(least, width === 1 ? mean : (row[i * width + 1] ?? mean));
      most = Math.max(most, width === 1 ? mean : (row[i * width + 2] ?? mean));
    }
    if (count > 0) combined.set([sum / count, least, most], 3 * i);
  }
  return new Uint8Array(combined.buffer);
}
