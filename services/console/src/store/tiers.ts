/** How finely trends are kept, and for how long. */
export interface Tiers {
  /** Milliseconds that a row of each tier stands for, finest first; each is a multiple of the one before. */
  readonly sizes: readonly number[];
  /** Milliseconds that a tier's rows are kept, back from the asset's last window. */
  readonly keep: readonly number[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Windows of a row: at the usual window of ten seconds a window, a minute, ten minutes, an hour. */
const WINDOWS = [1, 6, 60, 360];
const KEEP = [6 * HOUR, 7 * DAY, 60 * DAY, 760 * DAY];

/** The tiers of windows of `size` milliseconds. */
export const tiersOf = (size: number): Tiers => ({
  sizes: WINDOWS.map((windows) => windows * size),
  keep: KEEP,
});

export const bucketOf = (time: number, size: number): number => Math.floor(time / size) * size;

/** A stretch of a tier that is complete, to be put together from the tier below. */
export interface Bucket {
  readonly tier: number;
  readonly start: number;
}

/**
 * Which stretches are complete, or have to be made again, now that rows of these times came, finest first.
 * @param last the latest time before them; undefined if there was none
 */
export function completed(
  { sizes }: Tiers,
  last: number | undefined,
  times: readonly number[],
): readonly Bucket[] {
  const buckets = new Map<string, Bucket>();
  let latest = last;
  for (const time of times) {
    for (const [tier, size] of sizes.entries()) {
      if (tier === 0 || latest === undefined) continue;
      const now = bucketOf(time, size);
      const before = bucketOf(latest, size);
      if (now === before) continue;
      // What came late belongs to a stretch that was put together already.
      const start = Math.min(now, before);
      buckets.set(`${tier}@${start}`, { tier, start });
    }
    latest = Math.max(latest ?? time, time);
  }
  return [...buckets.values()].toSorted((a, b) => a.tier - b.tier || a.start - b.start);
}

/** Most rows that a query reads of one asset. */
const MOST_ROWS = 3_000;

/**
 * The finest tier that has the time from `from` on, and not too many rows until `to`.
 * @param last the asset's latest window, from which a tier's rows are kept back
 */
export function tierFor({ sizes, keep }: Tiers, from: number, to: number, last: number): number {
  const found = sizes.findIndex(
    (size, tier) => (to - from) / size <= MOST_ROWS && from >= last - (keep[tier] ?? 0),
  );
  return found === -1 ? sizes.length - 1 : found;
}
