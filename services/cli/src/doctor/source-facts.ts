import type { FeatureWindow, Message, SensorQuality } from "@presage/contracts";
import { distribution } from "./distribution.ts";

/** How the messages of one source came in over some time. */
export interface SourceFacts {
  readonly name: string;
  readonly sensors: number;
  /** Messages that were used. */
  readonly messages: number;
  /** Those that came with MQTT QoS 0, 1 and 2. */
  readonly qos: readonly [number, number, number];
  /** Those that had a number of their own, and those that had a time of their own. */
  readonly numbered: number;
  readonly timed: number;
  /** By the numbers, without those that came after all. */
  readonly lost: number;
  readonly restarts: number;
  readonly duplicates: number;
  readonly late: number;
  /** ms: the median, and what the slowest message of a window did not exceed in 99 of 100 windows. */
  readonly latency?: { readonly p50: number; readonly p99: number };
  /** The shortest latency of a sensor, ms: the sensors with the least and the greatest. */
  readonly clocks?: { readonly least: Clock; readonly greatest: Clock };
  /** The sensors of which most is lost, and late. */
  readonly mostLost?: Share;
  readonly mostLate?: Share;
}

interface Share {
  readonly sensor: string;
  readonly messages: number;
}

interface Clock {
  readonly sensor: string;
  readonly ms: number;
}

/** Gathers the facts of all sources, window by window. */
export function gatherFacts() {
  const sources = new Map<string, ReturnType<typeof gatherSource>>();
  function add({ key, value }: Message<FeatureWindow>): void {
    for (const [sensor, { quality }] of Object.entries(value.sensors)) {
      const { source: name } = quality;
      if (name === undefined) continue;
      let source = sources.get(name);
      if (source === undefined) {
        source = gatherSource(name);
        sources.set(name, source);
      }
      source.add(`${key}/${sensor}`, quality);
    }
  }
  return {
    add,
    facts: (): SourceFacts[] => [...sources.values()].map((source) => source.facts()),
  };
}

function gatherSource(name: string) {
  const sums = { messages: 0, numbered: 0, timed: 0, lost: 0, restarts: 0, duplicates: 0, late: 0 };
  const qos: [number, number, number] = [0, 0, 0];
  const medians = distribution();
  const slowest = distribution();
  /** By sensor, its shortest latency; null if it has none. */
  const shortest = new Map<string, number | null>();
  const lost = new Map<string, number>();
  const tooLate = new Map<string, number>();

  function add(sensor: string, quality: SensorQuality): void {
    const { blocks, sequence, latency, timed = 0, duplicates = 0, late = 0 } = quality;
    sums.messages += blocks;
    sums.timed += timed;
    sums.duplicates += duplicates;
    sums.late += late;
    count(tooLate, sensor, late);
    for (const level of [0, 1, 2] as const) qos[level] += quality.qos?.[level] ?? 0;
    if (sequence !== undefined) {
      sums.numbered += sequence.numbered;
      sums.lost += sequence.lost - sequence.recovered;
      sums.restarts += sequence.restarts;
      count(lost, sensor, sequence.lost - sequence.recovered);
    }
    const known = shortest.get(sensor) ?? null;
    shortest.set(sensor, latency === undefined ? known : Math.min(known ?? Infinity, latency.min));
    if (latency === undefined) return;
    medians.add(latency.median, timed);
    slowest.add(latency.max);
  }

  function facts(): SourceFacts {
    const [p50, p99] = [medians.quantile(0.5), slowest.quantile(0.99)];
    const clocks = [...shortest]
      .flatMap(([sensor, ms]): Clock[] => (ms === null ? [] : [{ sensor, ms }]))
      .toSorted((a, b) => a.ms - b.ms);
    const [least, greatest] = [clocks[0], clocks.at(-1)];
    const [mostLost, mostLate] = [mostOf(lost), mostOf(tooLate)];
    return {
      name,
      sensors: shortest.size,
      ...sums,
      lost: Math.max(0, sums.lost),
      qos,
      ...(p50 !== undefined && p99 !== undefined && { latency: { p50, p99 } }),
      ...(least && greatest && { clocks: { least, greatest } }),
      ...(mostLost && { mostLost }),
      ...(mostLate && { mostLate }),
    };
  }
  return { add, facts };
}

const count = (counts: Map<string, number>, sensor: string, messages: number): void =>
  void counts.set(sensor, (counts.get(sensor) ?? 0) + messages);

function mostOf(counts: ReadonlyMap<string, number>): Share | undefined {
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most === undefined || most[1] <= 0 ? undefined : { sensor: most[0], messages: most[1] };
}
