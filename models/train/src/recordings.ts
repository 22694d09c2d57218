import type { FeatureWindow } from "@presage/contracts";
import { type Recording, readRecordings } from "@presage/recording";
import type { Observe } from "./observe.ts";

/** A recorded life, one window per snapshot. */
export interface RecordedLife {
  readonly name: string;
  readonly hours: number;
  readonly windows: readonly FeatureWindow[];
  /** Share of life of each. */
  readonly shares: readonly number[];
}

/** Lives of the runs to failure in a folder; other recordings are left out. Throws `FILE_UNREADABLE`. */
export async function readLives(directory: string, observe: Observe): Promise<RecordedLife[]> {
  const recordings = await readRecordings(directory);
  return recordings.flatMap((recording) =>
    recording.failure === null ? [] : [toLife(recording, recording.failure, observe)],
  );
}

function toLife(recording: Recording, failure: number, observe: Observe): RecordedLife {
  const { name, rate, axes, times, temperature: readings, shaftHz, bearing } = recording;
  const windows = times.map((time, snapshot) => {
    const vibration = new Map(
      axes.map((axis, i) => [`vib-${axis}`, [Float32Array.from(recording.block(snapshot, i))]]),
    );
    const temperature = readings
      .filter(({ t_s: t }) => t > time - 600 && t <= time)
      .map(({ t_s: t, value }) => [time - t + 1, value] as const);
    return observe({ vibration, rate, temperature }, { shaftHz, bearing });
  });
  return { name, hours: failure / 3_600, windows, shares: times.map((time) => time / failure) };
}
