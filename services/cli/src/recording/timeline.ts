import type { Recording } from "@presage/recording";

/** One message of a recording: when, of which sensor, and what it says. */
export interface Moment {
  /** Seconds from the start of the run. */
  readonly at: number;
  readonly recording: Recording;
  readonly sensor: string;
  /** The payload with its event time, epoch milliseconds. */
  payload(time: number): string;
}

/** Recorded samples are multiples of a step of some 0.1 mg: four decimals say all there is, in a third of the bytes. */
const decimals = (x: number): number => Math.round(x * 1e4) / 1e4;

function momentsOf(recording: Recording): Moment[] {
  const moments: Moment[] = [];
  recording.times.forEach((at, snapshot) => {
    recording.axes.forEach((axis, index) => {
      moments.push({
        at,
        recording,
        sensor: `vib-${axis}`,
        payload: (time) => {
          const v = Array.from(recording.block(snapshot, index), decimals);
          return JSON.stringify({ t: time, rate: recording.rate, unit: "g", v });
        },
      });
    });
  });
  for (const { t_s: at, value } of recording.temperature)
    moments.push({
      at,
      recording,
      sensor: "temperature",
      payload: (time) => JSON.stringify({ t: time, v: value, unit: "Cel" }),
    });
  return moments;
}

/** Everything the recordings say, in the order of time; all runs start together. */
export function timeline(recordings: readonly Recording[]): Moment[] {
  return recordings.flatMap(momentsOf).toSorted((a, b) => a.at - b.at);
}

/** How recorded time becomes event time and time of sending. */
export interface Pace {
  /** Event time of second 0, epoch milliseconds. */
  readonly anchor: number;
  /** Recorded seconds per second of event time. */
  readonly compression: number;
  /** Recorded seconds per second of sending; Infinity sends as fast as it is acknowledged. */
  readonly speed: number;
}

/**
 * Event time is shifted to now: at a given speed it is the time of sending, so that everything looks live; at full
 * speed it keeps the recorded distances (unless compressed) and ends now.
 */
export function paceOf(now: number, duration: number, speed: number, compression?: number): Pace {
  const compress = compression ?? (Number.isFinite(speed) ? speed : 1);
  const anchor = Number.isFinite(speed) ? now : now - (duration / compress) * 1e3;
  return { anchor, compression: compress, speed };
}

export const eventTime = (pace: Pace, at: number): number =>
  Math.round(pace.anchor + (at / pace.compression) * 1e3);

/** When to send, milliseconds after the start. */
export const sendAfter = (pace: Pace, at: number): number => (at / pace.speed) * 1e3;
