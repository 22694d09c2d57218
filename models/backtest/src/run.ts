import {
  alarms,
  type Failure,
  features,
  type FeatureWindow,
  type Prediction,
  predictions,
} from "@presage/contracts";
import { type AssetSettings, DEFAULTS, type FeaturesConfig, featureStage } from "@presage/features";
import type { Recording } from "@presage/recording";
import type { VibrationAnalyzer } from "@presage/signal";
import { type Output, type StoredEntry, windowTask } from "@presage/stream";
import { entriesOf } from "./entries.ts";
import type { Judge } from "./judge.ts";

/** What the pipeline made of a recording, in order. */
export interface Trace {
  readonly windows: readonly FeatureWindow[];
  /** One per window. */
  readonly predictions: readonly Prediction[];
  readonly failures: readonly Failure[];
}

export type WindowSettings = Pick<FeaturesConfig, "windowMs" | "graceMs" | "trendMs">;

/** Entries per poll. What comes of them does not depend on it. */
const POLL = 100;

/**
 * Runs a recording through the stages of the feature and scorer services, without a broker: what one stage puts out, encoded, is
 * what the next one takes in.
 */
export async function runRecording(
  recording: Recording,
  judge: Judge,
  analyzer: VibrationAnalyzer,
  settings: WindowSettings = DEFAULTS,
  onSnapshots: (done: number) => void = () => undefined,
): Promise<Trace> {
  const score = judge.start();
  const trace = {
    windows: [] as FeatureWindow[],
    predictions: [] as Prediction[],
    failures: [] as Failure[],
  };
  let snapshots = 0;
  for await (const { entries, taken } of extracted(recording, analyzer, settings)) {
    trace.windows.push(...windowsIn(entries));
    for (const entry of (await score(entries)).outputs.map((out) => stored(out, 0))) {
      const { key, time, value } = entry;
      if (entry.topic === predictions.topic)
        trace.predictions.push(predictions.decode(key, time, value).value);
      else if (entry.topic === alarms.topic)
        trace.failures.push(alarms.decode(key, time, value).value.failure);
    }
    snapshots += taken / (recording.axes.length + 1);
    onSnapshots(Math.min(recording.times.length, Math.floor(snapshots)));
  }
  onSnapshots(recording.times.length);
  return trace;
}

/** The windows that the feature service makes of a recording: to learn from what is judged later. */
export async function windowsOf(recording: Recording, analyzer: VibrationAnalyzer): Promise<FeatureWindow[]> {
  const windows: FeatureWindow[] = [];
  for await (const { entries } of extracted(recording, analyzer, DEFAULTS))
    windows.push(...windowsIn(entries));
  return windows;
}

/** The log of features, poll by poll, and how many samples each poll took. */
async function* extracted(
  recording: Recording,
  analyzer: VibrationAnalyzer,
  settings: WindowSettings,
): AsyncGenerator<{ entries: StoredEntry[]; taken: number }> {
  const asset = settingsOf(recording);
  const extract = windowTask(featureStage({ ...settings, assetOf: () => asset }, analyzer), new Map());
  let offset = 0;
  for (const poll of polls(entriesOf(recording, settings.windowMs + settings.graceMs))) {
    const { outputs } = await extract(poll);
    yield { entries: outputs.map((out) => stored(out, offset++)), taken: poll.length };
  }
}

/** An entry without bytes is a heartbeat, which goes on with the windows. */
const windowsIn = (entries: readonly StoredEntry[]): FeatureWindow[] =>
  entries
    .filter(({ value }) => value.byteLength > 0)
    .map(({ key, time, value }) => features.decode(key, time, value).value);

/** What the recording says of its machine. */
function settingsOf({ shaftHz, bearing, axes }: Recording): AssetSettings {
  return {
    ...DEFAULTS.assetOf(""),
    shaftHz,
    bearing,
    sensors: new Map([...axes.map((axis) => `vib-${axis}`), "temperature"].map((sensor) => [sensor, {}])),
  };
}

const stored = (out: Output, offset: number): StoredEntry => ({
  topic: out.topic,
  partition: 0,
  offset,
  key: out.key,
  time: out.time,
  value: out.encode(),
});

function* polls(entries: Iterable<StoredEntry>): Generator<StoredEntry[]> {
  let poll: StoredEntry[] = [];
  for (const entry of entries) {
    poll.push(entry);
    if (poll.length < POLL) continue;
    yield poll;
    poll = [];
  }
  if (poll.length > 0) yield poll;
}
