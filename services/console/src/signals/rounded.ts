/** Significant digits that single precision has. */
const SINGLE = 7;

/** Each value to so many significant digits: single precision printed in full is three times as long. */
export const rounded = (values: Float32Array, digits: number): number[] =>
  Array.from(values, (value) => Number(value.toPrecision(digits)));

/**
 * All values to the same decimals, so that what lies between the least and the greatest has `digits` digits at least: a small
 * vibration on a great offset stays what it is. Of equal values as many digits as of their size.
 */
export function roundedToRange(values: readonly number[], digits: number): number[] {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const range = greatest - least || Math.abs(greatest) || 1;
  const decimals = Math.min(100, Math.max(0, digits - Math.floor(Math.log10(range))));
  return values.map((value) => Number(Number(value.toFixed(decimals)).toPrecision(SINGLE)));
}
