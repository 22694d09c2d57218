/** Rows of one statement: as few statements as there may be variables in one. */
const SIZES = [250, 25, 1];

/** Rows in as many as go into one statement, in few different sizes, so that statements are prepared once. */
export function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  let from = 0;
  for (const size of SIZES)
    for (; rows.length - from >= size; from += size) yield rows.slice(from, from + size);
}
