import { type Recording, readRecordings } from "@presage/recording";
import type { Life } from "./life.ts";
import { type Observe, type Snapshot, START } from "./observe.ts";

/** Lives of the machines recorded in a folder. Throws `FILE_UNREADABLE`. */
export async function readLives(directory: string, observe: Observe): Promise<Life[]> {
  return (await readRecordings(directory)).map((recording) => ({
    name: recording.name,
    windows: observe(snapshots(recording), recording),
    failure: recording.failure === null ? null : START + recording.failure * 1e3,
  }));
}

function* snapshots(recording: Recording): Iterable<Snapshot> {
  const { times, axes, rate, temperature } = recording;
  for (const [snapshot, seconds] of times.entries()) {
    const vibration = new Map(
      axes.map((axis, i) => [`vib-${axis}`, [Float32Array.from(recording.block(snapshot, i))]] as const),
    );
    yield {
      seconds,
      vibration,
      rate,
      temperature: temperature.findLast(({ t_s: time }) => time <= seconds)?.value,
    };
  }
}
