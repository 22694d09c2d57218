import { kept, smoothed } from "./smooth.ts";

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

/** The track with one more window. */
export function extend({ recent, long }: Track, deviation: number): Track {
  const after = [...recent, kept(deviation)].slice(-RECENT);
  return { recent: after, long: smoothed(long, late(after)) };
}

/** The median of the last windows. */
export const short = ({ recent }: Track): number => late(recent);

const late = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
