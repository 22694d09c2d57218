export interface Limits {
  /** Failures that cost nothing. */
  readonly free: number;
  /** Wait after the next one, ms; it doubles with every other … */
  readonly first: number;
  /** … up to this. */
  readonly longest: number;
}

/** Counts failures by key and says how long to wait before the next attempt. Kept in memory. */
export interface Attempts {
  /** Milliseconds until another attempt may be made; 0 if it may be now. */
  wait(key: string, now: number): number;
  /** An attempt counts as failed from its beginning, so that many at once are not free. */
  begin(key: string, now: number): void;
  succeed(key: string): void;
}

/** More keys than this are not remembered: the ones that were heard of longest ago are forgotten first. */
const MOST_KEYS = 10_000;
/** Failures are forgotten this long after the last one, ms. */
const FORGET = 3_600_000;

export function createAttempts({ free, first, longest }: Limits): Attempts {
  const failures = new Map<string, { readonly count: number; readonly last: number }>();
  const of = (key: string, now: number) => {
    const found = failures.get(key);
    return found !== undefined && now - found.last < FORGET ? found : { count: 0, last: -Infinity };
  };
  return {
    wait(key, now) {
      const { count, last } = of(key, now);
      if (count < free) return 0;
      return Math.max(0, last + Math.min(longest, first * 2 ** (count - free)) - now);
    },
    begin(key, now) {
      const { count } = of(key, now);
      failures.delete(key);
      failures.set(key, { count: count + 1, last: now });
      const [oldest] = failures.keys();
      if (failures.size > MOST_KEYS && oldest !== undefined) failures.delete(oldest);
    },
    succeed: (key) => void failures.delete(key),
  };
}
