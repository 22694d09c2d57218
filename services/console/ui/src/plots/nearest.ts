/** Index of the number that is nearest to another; −1 of none. */
export const nearest = (numbers: readonly number[], to: number): number =>
  numbers.reduce(
    (best, value, i) => (best < 0 || Math.abs(value - to) < Math.abs((numbers[best] ?? 0) - to) ? i : best),
    -1,
  );
