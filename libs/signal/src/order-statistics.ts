/** The middle value; the mean of the two middle ones of an even number. NaN of none. Reorders `values`; NaN counts as greatest. */
export function median(values: Float64Array): number {
  const { length } = values;
  const half = length >> 1;
  if (!select(values, half)) values.sort();
  const upper = values[half] ?? NaN;
  if (length % 2 === 1) return upper;
  let lower = -Infinity;
  for (let i = 0; i < half; i++) lower = Math.max(lower, values[i] as number);
  return (lower + upper) / 2;
}

/**
 * Moves the value that is k-th in order to its place, with none greater before and none less behind it: C. A. R. Hoare,
 * Algorithm 65: Find, 1961. False, with nothing done, if there are values that have no order.
 */
function select(values: Float64Array, k: number): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return false;
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1] as number;
    let i = left;
    let j = right;
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const swapped = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = swapped;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return true;
}
