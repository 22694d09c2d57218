import type { Machine } from "./machine.ts";
import { createRandom, seedOf } from "./random.ts";

/** Standard deviation of the sensor, Cel. */
const NOISE = 0.1;

/**
 * Temperature in Cel of the bearing's housing, `time` seconds after the machine was started: it warms up, follows the load slowly,
 * and gets hotter with wear. A function of its arguments alone.
 */
export function temperature({ seed, ambient, thermal, worn }: Machine, wear: number, time: number): number {
  const random = createRandom(seedOf(seed, 3, Math.round(time * 1e3)));
  const phase = createRandom(seedOf(seed, 4)).between(0, 2 * Math.PI);
  const warm = 1 - Math.exp(-Math.max(0, time) / thermal.constant);
  const wander = thermal.wander * Math.sin((2 * Math.PI * time) / thermal.period + phase);
  return ambient + thermal.rise * warm + wander * warm + worn.heat * wear ** 3 + NOISE * random.normal();
}
