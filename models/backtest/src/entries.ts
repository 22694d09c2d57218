import { type Message, type SampleBlock, samples } from "@presage/contracts";
import type { Recording } from "@presage/recording";
import type { StoredEntry } from "@presage/stream";

/** Event time of the start of every run, epoch milliseconds: 2020-01-01, at the start of a window of any usual length. */
export const ANCHOR = Date.UTC(2020, 0, 1);

/** The asset's id in the log. */
export const keyOf = ({ name }: Recording): string => `backtest/bench/recording/${name}`;

/** Up to when a recording is observed: nothing is used of what was recorded after the failure. Seconds. */
export const observedUntil = ({ failure, times, temperature }: Recording): number =>
  failure ?? Math.max(times.at(-1) ?? 0, temperature.at(-1)?.t_s ?? 0);

/**
 * What the bridge would have in the log after the run, in the order of event time, at the recorded distances: a block per snapshot
 * and axis, float32 in g, a temperature reading each of its own, and a heartbeat `silence` ms after the last message before
 * each longer pause, and at the end.
 */
export function* entriesOf(recording: Recording, silence: number): Generator<StoredEntry> {
  const key = keyOf(recording);
  let offset = 0;
  let last = -Infinity;
  const entry = (time: number, value: Uint8Array): StoredEntry => ({
    topic: samples.topic,
    partition: 0,
    offset: offset++,
    key: value.byteLength === 0 ? "" : key,
    time,
    value,
  });
  for (const { at, blocks } of momentsOf(recording)) {
    const time = ANCHOR + Math.round(at * 1e3);
    if (time - last > silence && last > 0) yield entry(last + silence, new Uint8Array(0));
    for (const block of blocks()) {
      const value = { ...block, received: time, clockSkewed: false };
      yield entry(time, samples.encode({ key, time, value } satisfies Message<SampleBlock>));
    }
    last = time;
  }
  yield entry(last + silence, new Uint8Array(0));
}

interface Moment {
  readonly at: number;
  readonly blocks: () => Omit<SampleBlock, "received" | "clockSkewed">[];
}

function momentsOf(recording: Recording): Moment[] {
  const { rate, axes, times, temperature } = recording;
  const vibration = times.map((at, snapshot) => ({
    at,
    blocks: () =>
      axes.map((axis, i) => ({
        sensor: `vib-${axis}`,
        quantity: "acceleration" as const,
        unit: "g",
        rate,
        values: Float32Array.from(recording.block(snapshot, i)),
      })),
  }));
  const readings = temperature.map(({ t_s: at, value }) => ({
    at,
    blocks: () => [
      {
        sensor: "temperature",
        quantity: "temperature" as const,
        unit: "Cel",
        rate: 0,
        values: Float32Array.of(value),
      },
    ],
  }));
  const end = observedUntil(recording);
  return [...vibration, ...readings].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
}
