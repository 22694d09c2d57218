import { createRandom, type Random, seedOf } from "./random.ts";

/**
 * What goes wrong with a sensor rather than with the machine: it is `stuck` at a value, `drift`s away, sends nothing now and then
 * (`drop-out`), has its range exceeded (`clipping`), or catches electrical `spikes`.
 */
export const SENSOR_FAULTS = ["stuck", "drift", "drop-out", "clipping", "spikes"] as const;
export type SensorFault = (typeof SENSOR_FAULTS)[number];

/** Full scale of a sound and of a wholly overdriven accelerometer, ± g. */
const ACCELERATION = { sound: 50, overdriven: 0.05 } as const;

/** Highest reading of a sound thermometer and of one whose range is far too small, Cel. */
const TEMPERATURE = { sound: 150, overdriven: 25 } as const;

/** Spikes per block at full strength, on average, and the share of readings that are one. */
const SPIKES_PER_BLOCK = 20;
const SPIKES_PER_READING = 0.3;

/**
 * A block of acceleration in g as a faulty sensor gives it; undefined if it sends none. `values` stay as they are. Strength goes from 0,
 * which changes nothing, to 1; the seed is the sensor's. A function of its arguments alone.
 * - stuck: the last `strength` of the block is one value, the same in all blocks;
 * - drift: sensitivity changes by up to a half, and an offset of up to 2 g comes up, both in proportion to `strength`;
 * - drop-out: no block, with the probability `strength`;
 * - clipping: full scale goes from ±50 g down to ±0.05 g, geometrically;
 * - spikes: up to 20 samples per block, of 5 to 50 g either way.
 */
export function distortBlock(
  values: Float32Array,
  fault: SensorFault,
  strength: number,
  seed: number,
  blockIndex: number,
): Float32Array | undefined {
  const { sensor, moment } = randoms(seed, blockIndex);
  const out = values.slice();
  switch (fault) {
    case "stuck":
      return out.fill(sensor.between(-0.1, 0.1), Math.round((1 - strength) * out.length));
    case "drift": {
      const sensitivity = 1 + strength * sensor.between(-0.5, 0.5);
      const offset = strength * either(sensor) * sensor.between(0.5, 2);
      return out.map((v) => sensitivity * v + offset);
    }
    case "drop-out":
      return moment.uniform() < strength ? undefined : out;
    case "clipping": {
      const limit = limitOf(ACCELERATION, strength);
      return out.map((v) => Math.min(limit, Math.max(-limit, v)));
    }
    case "spikes": {
      const mean = out.length / (SPIKES_PER_BLOCK * strength);
      for (let at = mean * moment.exponential(); at < out.length; at += mean * moment.exponential())
        out[Math.floor(at)] = either(moment) * moment.between(5, ACCELERATION.sound);
      return out;
    }
    default:
      return fault satisfies never;
  }
}

/**
 * A reading of temperature in Cel as a faulty sensor gives it; undefined if it sends none. Arguments as for a block; the index counts
 * readings. A function of its arguments alone.
 * - stuck: at a value of its own between 15 and 60 Cel, in a share `strength` of readings;
 * - drift: off by up to 40 Cel either way, in proportion to `strength`;
 * - drop-out: none, with the probability `strength`;
 * - clipping: at no more than 150 Cel, going down to 25 Cel, geometrically;
 * - spikes: off by 30 to 200 Cel, in up to 3 of 10 readings.
 */
export function distortReading(
  value: number,
  fault: SensorFault,
  strength: number,
  seed: number,
  index: number,
): number | undefined {
  const { sensor, moment } = randoms(seed, index);
  switch (fault) {
    case "stuck":
      return moment.uniform() < strength ? sensor.between(15, 60) : value;
    case "drift":
      return value + strength * either(sensor) * sensor.between(15, 40);
    case "drop-out":
      return moment.uniform() < strength ? undefined : value;
    case "clipping":
      return Math.min(value, limitOf(TEMPERATURE, strength));
    case "spikes":
      return moment.uniform() < SPIKES_PER_READING * strength
        ? value + either(moment) * moment.between(30, 200)
        : value;
    default:
      return fault satisfies never;
  }
}

/** What is the sensor's for good, and what is of one message only. */
const randoms = (seed: number, index: number): { sensor: Random; moment: Random } => ({
  sensor: createRandom(seedOf(seed, 30)),
  moment: createRandom(seedOf(seed, 31, index)),
});

const either = (random: Random): number => (random.uniform() < 0.5 ? -1 : 1);

/** At strength 0 nothing is clipped, even what a sound sensor's range could not hold. */
const limitOf = ({ sound, overdriven }: { sound: number; overdriven: number }, strength: number): number =>
  strength > 0 ? sound * (overdriven / sound) ** strength : Infinity;
