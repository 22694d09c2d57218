import { setTimeout as sleep } from "node:timers/promises";

/** Wrong passwords that are answered at once, as one mistypes. */
const FREE = 3;
const FIRST_MS = 250;
const LONGEST_MS = 5_000;
/** An attempt that would wait longer for its turn is not looked at. */
const PATIENCE_MS = 10_000;
const FORGET_MS = 600_000;
const REMEMBERED = 10_000;

interface Failures {
  count: number;
  /** When the next attempt may be looked at, milliseconds. */
  next: number;
  last: number;
}

/**
 * Slows down who guesses passwords. After some failures, attempts with one key (a user name and an address) are looked
 * at one after the other with ever longer pauses, the right one as well: if it were answered at once, whoever guesses
 * need not wait for the others.
 */
export class Attempts {
  readonly #failures = new Map<string, Failures>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** What `check` finds when it is its turn; `postponed` if too many wait before it. */
  async run<T>(key: string, check: () => T | undefined): Promise<T | undefined | "postponed"> {
    const before = this.#failures.get(key);
    if (before !== undefined) {
      const now = this.#now();
      if (now - before.last > FORGET_MS) before.count = 0;
      const turn = Math.max(now, before.next);
      if (turn - now > PATIENCE_MS) return "postponed";
      before.next = turn + pauseAfter(before.count);
      if (turn > now) await sleep(turn - now, undefined, { ref: false });
    }
    const found = check();
    if (found === undefined) this.#fail(key);
    else this.#failures.delete(key);
    return found;
  }

  #fail(key: string): void {
    const now = this.#now();
    const { count, next } = this.#failures.get(key) ?? { count: 0, next: now };
    // Deleted first, so that the one that failed last is the last of the map.
    this.#failures.delete(key);
    this.#failures.set(key, {
      count: count + 1,
      next: Math.max(next, now + pauseAfter(count + 1)),
      last: now,
    });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > REMEMBERED && oldest !== undefined) this.#failures.delete(oldest);
  }
}

/** Milliseconds until the next attempt after so many failures. */
export const pauseAfter = (failures: number): number =>
  failures < FREE ? 0 : Math.min(FIRST_MS * 2 ** (failures - FREE), LONGEST_MS);
