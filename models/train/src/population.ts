import {
  conditionAt,
  createMachine,
  createRandom,
  type Machine,
  PROFILES,
  type Random,
  seedOf,
  temperature,
  vibration,
} from "@presage/simulator";
import type { Life } from "./life.ts";
import { type Observe, type Snapshot, SPEED_SENSOR, START } from "./observe.ts";

/** Hours of running from new to failure. */
export const LIFE_HOURS = [72, 2_000] as const;

/** Windows in which a life is seen. */
const WINDOWS = [150, 350] as const;

/** Sampling rates of sensors in the field, Hz; some more often. */
const RATES = [25_600, 25_600, 25_600, 12_800, 20_000, 51_200] as const;

/** Shares of the rated speed that separate the operating states of a machine whose speed varies. */
const STATES = [0.6, 0.7, 0.8, 0.9] as const;

/** How much of its life a machine has behind it at most when Presage first sees it. */
const LATEST_START = 0.4;

/** Share of its life through which a machine goes that does not fail while it is seen: no wear has begun. */
const HEALTHY_UNTIL = 0.3;

/**
 * The life of the machine with this seed, or a stretch of it in which it stays `healthy`. Machines differ in their faults and
 * how they are run, and in what is known and measured of them, as assets do: two in three have a known bearing, three in
 * four a temperature sensor, half of them two vibration sensors; and in how much of their life is over when they are first seen.
 */
export function simulateLife(seed: number, observe: Observe, healthy = false): Life {
  const random = createRandom(seedOf(seed, 10));
  const machine = createMachine({
    seed,
    rate: random.pick(RATES),
    ambient: random.between(12, 42),
    shaftHz: random.logBetween(12, 60),
    profile: random.pick([...PROFILES]),
  });
  const hours = random.logBetween(...LIFE_HOURS);
  const known = random.uniform() < 0.67 ? { shaftHz: machine.shaftHz, bearing: machine.bearing } : {};
  const first = healthy ? 0 : random.between(0, LATEST_START);
  const last = healthy ? HEALTHY_UNTIL : 1;
  const windows = observe(snapshots(machine, { hours, first, last }, random), known);
  const states =
    machine.operation.profile === "constant"
      ? undefined
      : { sensor: SPEED_SENSOR, bounds: STATES.map((share) => Math.round(share * machine.shaftHz * 60)) };
  return {
    name: `simulated-${seed}`,
    windows,
    states,
    failure: healthy ? null : START + hours * (1 - first) * 3.6e6,
  };
}

interface Course {
  readonly hours: number;
  /** Shares of life at the first window and at the end. */
  readonly first: number;
  readonly last: number;
}

function* snapshots(machine: Machine, { hours, first, last }: Course, random: Random): Iterable<Snapshot> {
  const varies = machine.operation.profile !== "constant";
  const count = Math.floor(random.between(...WINDOWS) * (varies ? 2 : 1));
  const axes = random.uniform() < 0.5 ? [0] : [0, 1];
  const hasTemperature = random.uniform() < 0.75;
  const midnight = random.between(0, 86_400);
  for (let i = 0; i < count; i++) {
    const share = first + ((last - first) * i) / count;
    const seconds = (share - first) * hours * 3_600;
    const condition = conditionAt(machine, share, midnight + seconds);
    yield {
      seconds,
      rate: machine.rate,
      vibration: new Map(axes.map((axis) => [`vib-${axis}`, [vibration(machine, condition, i, axis)]])),
      speed: varies ? condition.speed * machine.shaftHz * 60 : undefined,
      temperature: hasTemperature ? temperature(machine, condition, midnight + seconds) : undefined,
    };
  }
}
