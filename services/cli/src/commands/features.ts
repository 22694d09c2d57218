import { createVibrationAnalyzer } from "@presage/signal";
import { readRecording } from "@presage/recording";

/** Prints the features of a recording, one line of JSON per snapshot and axis. */
export async function features(file: string, write: (line: string) => void): Promise<void> {
  const recording = await readRecording(file);
  const analyzer = await createVibrationAnalyzer();
  const { shaftHz, bearing } = recording;
  recording.times.forEach((_time, snapshot) => {
    recording.axes.forEach((_name, axis) => {
      const found = analyzer.analyze(recording.block(snapshot, axis), recording.rate, { shaftHz, bearing });
      write(JSON.stringify({ snapshot, axis, features: found }));
    });
  });
}
