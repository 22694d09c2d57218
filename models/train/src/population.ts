import { createMachine, createRandom, type Machine, PROFILES, type Random, seedOf } from "@presage/simulator";
import type { Life } from "./life.ts";
import { sensed } from "./moment.ts";
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

/** A stretch of a machine's life in which it is watched. */
export interface Watch {
  /** From its first window to its last. */
  readonly hours: number;
  /** Shares of life at the beginning and at the end; a machine that is watched until 1 fails then. */
  readonly first: number;
  readonly last: number;
  readonly windows: number;
}

/**
 * The life of the machine with this seed, or a stretch of it: `watch` may draw one. Machines differ in their faults and
 * how they are run, and in what is known and measured of them, as assets do: two in three have a known bearing, three in
 * four a temperature sensor, half of them two vibration sensors; and in how much of their life is over when they are first seen.
 */
export function simulateLife(seed: number, observe: Observe, watch: (random: Random) => Watch): Life {
  const random = createRandom(seedOf(seed, 10));
  const machine = createMachine({
    seed,
    rate: random.pick(RATES),
    ambient: random.between(12, 42),
    shaftHz: random.logBetween(12, 60),
    profile: random.pick([...PROFILES]),
  });
  const varies = machine.operation.profile !== "constant";
  const known = {
    ...(random.uniform() < 0.67 && { shaftHz: machine.shaftHz, bearing: machine.bearing }),
    ...(varies && { speedSensor: SPEED_SENSOR }),
  };
  const watched = watch(random);
  const windows = observe(snapshots(machine, watched, random), known);
  const states = !varies
    ? undefined
    : { sensor: SPEED_SENSOR, bounds: STATES.map((share) => Math.round(share * machine.shaftHz * 60)) };
  return {
    name: `simulated-${seed}`,
    windows,
    states,
    failure: watched.last < 1 ? null : START + watched.hours * 3.6e6,
  };
}

/** From some time in its first part to its failure. */
export const toFailure = (random: Random): Watch => {
  const first = random.between(0, LATEST_START);
  const hours = (1 - first) * random.logBetween(...LIFE_HOURS);
  return { hours, first, last: 1, windows: Math.floor(random.between(...WINDOWS)) };
};

/** While no wear has begun. */
export const inHealth = (random: Random): Watch => ({
  hours: HEALTHY_UNTIL * random.logBetween(...LIFE_HOURS),
  first: 0,
  last: HEALTHY_UNTIL,
  windows: Math.floor(random.between(...WINDOWS)),
});

/** A window every ten minutes in a month without wear. */
export const aMonth = (): Watch => ({ hours: 720, first: 0, last: HEALTHY_UNTIL, windows: 4_320 });

function* snapshots(
  machine: Machine,
  { hours, first, last, windows }: Watch,
  random: Random,
): Iterable<Snapshot> {
  const varies = machine.operation.profile !== "constant";
  const axes = random.uniform() < 0.5 ? [0] : [0, 1];
  const hasTemperature = random.uniform() < 0.75;
  const midnight = random.between(0, 86_400);
  for (let i = 0; i < windows; i++) {
    const share = first + ((last - first) * i) / windows;
    const seconds = ((share - first) / (last - first)) * hours * 3_600;
    const seen = sensed(machine, { share, seconds, clock: midnight, block: i, axes });
    yield {
      ...seen,
      speed: varies ? seen.speed : undefined,
      temperature: hasTemperature ? seen.temperature : undefined,
    };
  }
}
