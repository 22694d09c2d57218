/** The middle value; the mean of the two middle ones of an even number. NaN of none. Sorts `values` in place. */
export function median(values: Float64Array): number {
  values.sort();
  const half = values.length >> 1;
  const upper = values[half] ?? NaN;
  return values.length % 2 === 1 ? upper : ((values[half - 1] ?? NaN) + upper) / 2;
}
