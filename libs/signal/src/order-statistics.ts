import type { Samples } from "./feature.ts";

let room = new Float64Array(0);

/** The middle of the values [from, end); the mean of the two middle ones of an even number. NaN of none; NaN counts as greatest. */
export function median(values: Samples, from = 0, end = values.length): number {
  const length = end - from;
  if (room.length < length) room = new Float64Array(length);
  for (let i = 0; i < length; i++) room[i] = values[from + i] as number;
  const half = length >> 1;
  if (!select(room, length, half)) room.subarray(0, length).sort();
  const upper = length > 0 ? (room[half] as number) : NaN;
  if (length % 2 === 1) return upper;
  let lower = -Infinity;
  for (let i = 0; i < half; i++) lower = Math.max(lower, room[i] as number);
  return (lower + upper) / 2;
}

/**
 * Moves the value that is k-th in order of the first `length` to its place, with none greater before and none less behind it: C. A. R. Hoare,
 * Algorithm 65: Find, 1961. False, with nothing done, if there are values that have no order.
 */
function select(values: Float64Array, length: number, k: number): boolean {
  for (let i = 0; i < length; i++) if (Number.isNaN(values[i])) return false;
  let left = 0;
  let right = length - 1;
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
