const FIRST = 5_000;
const LONGEST = 86_400_000;

/** Tries before a delivery is given up: with the waits between them, about two days. */
export const MOST_ATTEMPTS = 16;

/**
 * How long to wait after so many attempts, ms: 5 s, doubled with each, up to 24 h; less up to a half of it, so that what
 * failed together is not tried again together.
 * @param chance from 0 to 1
 */
export const waitAfter = (attempts: number, chance: number): number =>
  Math.round(Math.min(LONGEST, FIRST * 2 ** (attempts - 1)) * (1 - chance / 2));
