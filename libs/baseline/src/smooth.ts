/** Weight of a new window in a long mean: about the last 30. */
const WEIGHT = 0.065;

/** Deviations further out are not told apart. */
export const LIMIT = 30;

/** A deviation within ±LIMIT. */
export const bounded = (z: number): number => Math.max(-LIMIT, Math.min(LIMIT, z));

/** A long mean with one more value, kept as the log keeps it. */
export const smoothed = (mean: number, z: number): number => kept(mean + WEIGHT * (z - mean));

/** What is in memory must be what a restart finds in the log: JSON has no -0, adding 0 makes it 0. */
export const kept = (z: number): number => Math.round(1e3 * z) / 1e3 + 0;
