import type { Condition } from "./condition.ts";
import type { Fault } from "./fault.ts";
import type { Machine } from "./machine.ts";
import { createRandom, seedOf } from "./random.ts";
import { heatOf } from "./scaling.ts";

/** Standard deviation of the sensor, Cel. */
const NOISE = 0.1;

const DAY = 86_400;

/** Of the heat that a worn bearing makes: what other faults make of it. */
const HEAT: Readonly<Record<Exclude<Fault, "overheating">, number>> = {
  "outer-race": 1,
  "inner-race": 1,
  "rolling-element": 1,
  cage: 1,
  distributed: 1,
  imbalance: 0.2,
  misalignment: 0.6,
  looseness: 0.2,
};

/**
 * Temperature in Cel of the bearing's housing at a time in seconds, of a clock that was 0 at a midnight, `uptime` seconds after the machine was
 * started; by default long ago. It follows the day's ambient temperature, warms up exponentially to a rise that goes with the heat
 * of speed and load, and gets hotter with wear: by overheating to more than 95 Cel, else by some degrees at the end.
 * A function of its arguments alone.
 */
export function temperature(machine: Machine, condition: Condition, time: number, uptime = Infinity): number {
  const { seed, thermal, runIn } = machine;
  const { speed = 1, load = 1 } = condition;
  const { heat = heatOf({ speed, load }) } = condition;
  const random = createRandom(seedOf(seed, 3, Math.round(time * 1e3)));
  const phase = createRandom(seedOf(seed, 4)).between(0, 2 * Math.PI);
  const warm = 1 - Math.exp(-Math.max(0, uptime) / thermal.constant);
  const wander = thermal.wander * Math.sin((2 * Math.PI * time) / thermal.period + phase);
  const fresh = runIn.heat * (condition.runIn ?? 0);
  const rise = heat * (thermal.rise + wander + fresh + heatOfWear(machine, condition.wear));
  return ambientAt(machine, time) + rise * warm + NOISE * random.normal();
}

/** Temperature around the machine, Cel: warmest in the afternoon. */
function ambientAt({ ambient, day }: Machine, time: number): number {
  return ambient + day.amplitude * Math.cos((2 * Math.PI * (time - day.warmest)) / DAY);
}

/** Cel above the healthy temperature at nominal speed and load. */
function heatOfWear({ fault, worn, ambient, thermal }: Machine, wear: number): number {
  if (fault === "overheating") return (worn.hottest - ambient - thermal.rise) * wear ** worn.growth;
  return HEAT[fault] * worn.heat * wear ** 3;
}
