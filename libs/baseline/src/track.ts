/** One deviation, followed over windows. */
export interface Track {
  /** The last few, oldest first. */
  readonly recent: readonly number[];
  /** Exponential mean of what was of late. */
  readonly long: number;
}

/** At its baseline. */
export const ON_TRACK: Track = { recent: [0, 0], long: 0 };

/** Of late: the median of so many windows, so that a knock in one of them is nothing. */
const RECENT = 3;

/** Of long: weight of a new window, about the last 30. */
const WEIGHT = 0.065;

/** The track with one more window. */
export function extend({ recent, long }: Track, deviation: number): Track {
  const after = [...recent, digits(deviation)].slice(-RECENT);
  return { recent: after, long: digits(long + WEIGHT * (late(after) - long)) };
}

/** The median of the last windows. */
export const short = ({ recent }: Track): number => late(recent);

const late = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** What is in memory must be what a restart finds in the log: JSON has no -0, adding 0 makes it 0. */
const digits = (z: number): number => Math.round(1e3 * z) / 1e3 + 0;
