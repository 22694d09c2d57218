import type { Message, SampleBlock, SensorQuality } from "@presage/contracts";
import type { SensorWindow } from "./sensor-window.ts";
import { follow, type Sequence } from "./sequence.ts";

/** What is remembered of a sensor between windows, to tell how well its data comes in. */
export interface Heard {
  /** Start of its last block, epoch milliseconds. */
  readonly lastAt?: number;
  /** Its last sample, and since when it had that value. */
  readonly value?: number;
  readonly changedAt?: number;
  readonly sequence?: Sequence;
  /** What there is to tell with its next window. */
  readonly pending?: Pending;
}

interface Pending {
  readonly duplicates: number;
  readonly late: number;
  readonly lost: number;
  readonly recovered: number;
}

type Arriving = Pick<
  SensorQuality,
  | "source"
  | "qos"
  | "duplicates"
  | "late"
  | "sequence"
  | "latency"
  | "timed"
  | "lastAt"
  | "longestGap"
  | "extremes"
  | "unchanged"
>;

const NOTHING: Pending = { duplicates: 0, late: 0, lost: 0, recovered: 0 };

/** A block that is not used: it came again, or after its window. */
export function hearUnused(before: Heard, { value }: Message<SampleBlock>, why: "duplicate" | "late"): Heard {
  const pending = before.pending ?? NOTHING;
  const again = { ...before, pending: { ...pending, duplicates: pending.duplicates + 1 } };
  if (why === "duplicate") return again;
  // No sequence begins with a late message: those of the open window would then come after numbers that are greater.
  const found =
    value.seq === undefined || before.sequence === undefined ? undefined : follow(before.sequence, value.seq);
  if (found?.duplicate === true) return again;
  const late = { ...pending, late: pending.late + 1 };
  // What is old says nothing of a new count.
  if (found === undefined || found.restarted) return { ...before, pending: late };
  const lost = late.lost + found.lost;
  const recovered = late.recovered + Number(found.recovered);
  return { ...before, sequence: found.sequence, pending: { ...late, lost, recovered } };
}

/** What a sensor's window says of how its data comes in; `values` are all its samples. */
export function hear(
  before: Heard,
  { messages }: SensorWindow,
  values: Float32Array,
): { readonly heard: Heard; readonly arriving: Arriving } {
  const qos: [number, number, number] = [0, 0, 0];
  const latencies: number[] = [];
  const { late } = before.pending ?? NOTHING;
  let { duplicates, lost, recovered } = before.pending ?? NOTHING;
  let { sequence, lastAt } = before;
  let [numbered, restarts, longestGap] = [0, 0, 0];
  for (const message of messages) {
    const { time, value } = message;
    if (value.qos !== undefined) qos[value.qos]++;
    if (value.deviceTime !== undefined)
      latencies.push(Math.round(value.received - value.deviceTime - durationOf(value)));
    if (lastAt !== undefined) longestGap = Math.max(longestGap, time - lastAt);
    lastAt = time;
    if (value.seq === undefined) continue;
    const found = follow(sequence, value.seq);
    ({ sequence } = found);
    numbered++;
    lost += found.lost;
    recovered += Number(found.recovered);
    duplicates += Number(found.duplicate);
    restarts += Number(found.restarted);
  }
  // Written member by member: spreads of what may be missing cost as much as a tenth of a block's features.
  const heard: { -readonly [K in keyof Heard]: Heard[K] } = {};
  const arriving: Arriving = { duplicates, late, timed: latencies.length, longestGap };
  const source = messages.at(-1)?.value.source;
  if (source !== undefined) arriving.source = source;
  if (qos[0] + qos[1] + qos[2] > 0) arriving.qos = qos;
  const latency = latencyOf(latencies);
  if (latency !== undefined) arriving.latency = latency;
  const extremes = extremesOf(values);
  if (extremes !== undefined) arriving.extremes = extremes;
  if (lastAt !== undefined) heard.lastAt = arriving.lastAt = lastAt;
  const still = stillness(before, messages);
  if (still !== undefined) {
    heard.value = still.value;
    heard.changedAt = still.changedAt;
    arriving.unchanged = still.unchanged;
  }
  if (sequence !== undefined) {
    heard.sequence = sequence;
    arriving.sequence = { numbered, lost, recovered, restarts };
  }
  return { heard, arriving };
}

/** How long a block took to measure, milliseconds: it cannot be sent before. */
const durationOf = ({ rate, values }: SampleBlock): number => (rate > 0 ? (1e3 * values.length) / rate : 0);

function latencyOf(latencies: readonly number[]): SensorQuality["latency"] {
  const sorted = latencies.length > 1 ? latencies.toSorted((a, b) => a - b) : latencies;
  const [min, median, max] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  if (min === undefined || median === undefined || max === undefined) return undefined;
  return { min, median, max };
}

function extremesOf(values: Float32Array): [number, number] | undefined {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least <= greatest ? [least, greatest] : undefined;
}

/** Since when the last sample's value is the same, milliseconds of event time: looked for from the end, where it mostly is at once. */
function stillness(
  before: Heard,
  messages: readonly Message<SampleBlock>[],
): { readonly value: number; readonly changedAt: number; readonly unchanged: number } | undefined {
  let end: { readonly value: number; readonly time: number } | undefined;
  let changedAt = 0;
  for (let m = messages.length - 1; m >= 0; m--) {
    const { time, value } = messages[m] as Message<SampleBlock>;
    const step = value.rate > 0 ? 1e3 / value.rate : 0;
    for (let i = value.values.length - 1; i >= 0; i--) {
      const sample = value.values[i] as number;
      end ??= { value: sample, time: time + i * step };
      if (sample !== end.value) return told(end, changedAt);
      changedAt = time + i * step;
    }
  }
  if (end === undefined) return undefined;
  return told(end, before.value === end.value ? (before.changedAt ?? changedAt) : changedAt);
}

const told = ({ value, time }: { value: number; time: number }, since: number) => {
  const changedAt = Math.min(since, time);
  return { value, changedAt: Math.round(changedAt), unchanged: Math.round(time - changedAt) };
};
