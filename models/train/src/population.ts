import type { FeatureWindow } from "@presage/contracts";
import {
  BEARING_FAULTS,
  conditionAt,
  createMachine,
  createRandom,
  type Random,
  seedOf,
  temperature,
  vibration,
} from "@presage/simulator";
import type { Observe } from "./observe.ts";

/** One window of one machine's life. */
interface Example {
  readonly window: FeatureWindow;
  /** Until the machine fails. */
  readonly hoursLeft: number;
  readonly wear: number;
}

/** A machine's life: windows in the order of time. */
export type Life = readonly Example[];

/** Windows per life; each lies somewhere in its own share of it. */
export const WINDOWS_PER_LIFE = 50;

/** Hours of running from new to failure. */
export const LIFE_HOURS = [72, 480] as const;

/** Sampling rates of sensors in the field, Hz; some more often. */
const RATES = [25_600, 25_600, 25_600, 12_800, 20_000, 51_200] as const;

/** Between the temperature readings that make the trend. */
const READING_SECONDS = 60;
const READINGS = 10;

/**
 * The life of the machine with this seed. Machines differ in what is known and measured of them, as assets do: two in three have
 * a known bearing, three in four a temperature sensor, half of them two vibration sensors. A machine is
 * stopped and started all its life, so it may be warming up at any wear. What wears is the bearing. With `lastHours` the windows lie in
 * its last hours only.
 */
export function simulateLife(seed: number, observe: Observe, lastHours = Infinity): Life {
  const random = createRandom(seedOf(seed, 10));
  const machine = createMachine({
    seed,
    rate: random.pick(RATES),
    ambient: random.between(12, 42),
    shaftHz: random.logBetween(12, 60),
    fault: createRandom(seedOf(seed, 11)).pick(BEARING_FAULTS),
  });
  const hours = random.logBetween(...LIFE_HOURS);
  const axes = random.uniform() < 0.5 ? [0] : [0, 1];
  const blocks = random.pick([1, 1, 2, 4]);
  const known = random.uniform() < 0.67 ? { shaftHz: machine.shaftHz, bearing: machine.bearing } : {};
  const hasTemperature = random.uniform() < 0.75;

  return Array.from({ length: WINDOWS_PER_LIFE }, (_, i) => {
    const left = Math.min(hours, lastHours) * (1 - (i + random.uniform()) / WINDOWS_PER_LIFE);
    const share = 1 - left / hours;
    const seconds = share * hours * 3_600;
    const condition = conditionAt(machine, share, seconds);
    const signals = axes.map((axis): [string, Float32Array[]] => [
      `vib-${axis}`,
      Array.from({ length: blocks }, (__, b) => vibration(machine, condition, i * blocks + b, axis)),
    ]);
    const runs = uptime(random);
    const times = Array.from({ length: READINGS }, (__, r) => 1 + (READINGS - 1 - r) * READING_SECONDS);
    const readings = times
      .filter((before) => hasTemperature && before <= runs)
      .map((before) => {
        const then = conditionAt(machine, share, seconds - before);
        return [before, temperature(machine, then, seconds - before, runs - before)] as const;
      });
    const snapshot = { vibration: new Map(signals), rate: machine.rate, temperature: readings };
    return { window: observe(snapshot, known), hoursLeft: left, wear: condition.wear };
  });
}

/** Seconds since the machine was last started: minutes to a day. */
const uptime = (random: Random): number => random.logBetween(120, 86_400);
