import {
  createMachine,
  createRandom,
  type Machine,
  type Random,
  seedOf,
  temperature,
  vibration,
  wearAt,
} from "@presage/simulator";
import type { Life } from "./life.ts";
import { type Observe, type Snapshot, START } from "./observe.ts";

/** Hours of running from new to failure. */
export const LIFE_HOURS = [72, 2_000] as const;

/** Windows in which a life is seen. */
const WINDOWS = [150, 350] as const;

/** Sampling rates of sensors in the field, Hz; some more often. */
const RATES = [25_600, 25_600, 25_600, 12_800, 20_000, 51_200] as const;

/** How much of its life a machine has behind it at most when Presage first sees it. */
const LATEST_START = 0.4;

/** Wear of a machine that does not fail while it is seen. */
const HEALTHY_WEAR = 0.02;

/**
 * The life of the machine with this seed, or a stretch of it in which it stays `healthy`. Machines differ in what is known and
 * measured of them, as assets do: two in three have a known bearing, three in four a temperature sensor, half of them
 * two vibration sensors; and in how much of their life is over when they are first seen.
 */
export function simulateLife(seed: number, observe: Observe, healthy = false): Life {
  const random = createRandom(seedOf(seed, 10));
  const machine = createMachine({
    seed,
    rate: random.pick(RATES),
    ambient: random.between(12, 42),
    shaftHz: random.logBetween(12, 60),
  });
  const hours = random.logBetween(...LIFE_HOURS);
  const known = random.uniform() < 0.67 ? { shaftHz: machine.shaftHz, bearing: machine.bearing } : {};
  const first = random.between(0, LATEST_START);
  const windows = observe(snapshots(machine, { hours, first, healthy }, random), known);
  return {
    name: `simulated-${seed}`,
    windows,
    failure: healthy ? null : START + hours * (1 - first) * 3.6e6,
  };
}

interface Course {
  readonly hours: number;
  /** Share of life at the first window. */
  readonly first: number;
  readonly healthy: boolean;
}

function* snapshots(machine: Machine, { hours, first, healthy }: Course, random: Random): Iterable<Snapshot> {
  const count = Math.floor(random.between(...WINDOWS));
  const axes = random.uniform() < 0.5 ? [0] : [0, 1];
  const hasTemperature = random.uniform() < 0.75;
  for (let i = 0; i < count; i++) {
    const share = first + ((1 - first) * i) / count;
    const wear = healthy ? HEALTHY_WEAR : wearAt(machine, share);
    const seconds = (share - first) * hours * 3_600;
    yield {
      seconds,
      rate: machine.rate,
      vibration: new Map(axes.map((axis) => [`vib-${axis}`, [vibration(machine, wear, i, axis)]])),
      temperature: hasTemperature ? temperature(machine, wear, seconds + 86_400) : undefined,
    };
  }
}
