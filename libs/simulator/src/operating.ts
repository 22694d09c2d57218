import type { Machine } from "./machine.ts";
import { createRandom, type Random, seedOf } from "./random.ts";
import { heatOf } from "./scaling.ts";
import { drawWaves, sumOf, type Wave } from "./wave.ts";

/**
 * How speed and load go: `constant` with next to no change, in `steps` between a few operating points where the machine dwells
 * for minutes to hours, or slowly `wandering`.
 */
export const PROFILES = ["constant", "steps", "wandering"] as const;
export type Profile = (typeof PROFILES)[number];

/** A machine's speed and load, as ratios to the nominal ones. */
interface OperatingPoint {
  /** 0.5 to 1.1 */
  readonly speed: number;
  /** 0.3 to 1.1 */
  readonly load: number;
}

/** How a machine is operated at some time. */
export interface Operating extends OperatingPoint {
  /** Loudness as a ratio to the usual: what no one knows changes how well vibration reaches the sensor. */
  readonly gain: number;
  /** Heat in the machine as a ratio to the nominal: of speed and load, as late as the housing follows them. */
  readonly heat: number;
}

/** What decides how a machine is operated all its life. */
export interface Operation {
  readonly profile: Profile;
  readonly points: readonly [OperatingPoint, ...OperatingPoint[]];
  /** On average at one point, s. */
  readonly dwell: number;
  readonly speed: readonly Wave[];
  readonly load: readonly Wave[];
  readonly loudness: readonly Wave[];
  /** How far loudness wanders, as a share. */
  readonly wander: number;
}

/** A change of operating point comes up to this share of the dwell sooner or later. */
const JITTER = 0.4;

/** Housing temperature forgets what was more than this many time constants ago; so many cells stand for one constant. */
const MEMORY = 6;
const CELLS = 5;

const MINUTE = 60;
const HOUR = 3_600;
const [SPEED, LOAD] = [
  [0.5, 1.1],
  [0.3, 1.1],
] as const;

/**
 * How a machine is operated at a time in seconds, by its profile; its loudness wanders by 10 to 20 % over hours. A function of its
 * arguments alone, so any moment can be asked for, in any order.
 */
export function operating(machine: Machine, time: number): Operating {
  const { loudness, wander } = machine.operation;
  const gain = 1 + wander * sumOf(loudness, time);
  return { ...pointAt(machine, time), gain, heat: heatAt(machine, time) };
}

function pointAt({ seed, operation }: Machine, time: number): OperatingPoint {
  const { profile, points, dwell } = operation;
  switch (profile) {
    case "constant":
      return {
        speed: 1 + 0.002 * sumOf(operation.speed, time),
        load: 1 + 0.03 * sumOf(operation.load, time),
      };
    case "steps": {
      const from = (k: number): number =>
        (k + createRandom(seedOf(seed, 21, k)).between(-JITTER, JITTER)) * dwell;
      const near = Math.floor(time / dwell);
      const step = time < from(near) ? near - 1 : time < from(near + 1) ? near : near + 1;
      return createRandom(seedOf(seed, 22, step)).pick(points);
    }
    case "wandering": {
      const drive = sumOf(operation.speed, time);
      const own = sumOf(operation.load, time);
      return { speed: within(SPEED, drive), load: within(LOAD, 0.6 * drive + 0.4 * own) };
    }
    default:
      return profile satisfies never;
  }
}

/**
 * The heat of all moments before, weighted with exp(−age/τ), τ the thermal time constant: the answer of one thermal mass. Heat is
 * taken as constant within cells of a fifth of τ that lie still in time, so that the result has no steps and comes late, never early.
 */
function heatAt(machine: Machine, time: number): number {
  const heat = (at: number): number => heatOf(pointAt(machine, at));
  if (machine.operation.profile === "constant") return heat(time);
  const { constant } = machine.thermal;
  const cell = constant / CELLS;
  let sum = 0;
  let weights = 0;
  let end = time;
  for (let k = Math.floor(time / cell), n = 0; n <= MEMORY * CELLS; k--, n++) {
    const begin = k * cell;
    const weight = Math.exp((end - time) / constant) - Math.exp((begin - time) / constant);
    sum += weight * heat(begin);
    weights += weight;
    end = begin;
  }
  return sum / weights;
}

/** From the middle of a range at 0 to its ends at ±1. */
const within = ([from, to]: readonly [number, number], x: number): number =>
  (from + to) / 2 + ((to - from) / 2) * x;

export function drawOperation(random: Random, profile: Profile): Operation {
  const point = (): OperatingPoint => {
    const share = random.uniform();
    const load = Math.min(1, Math.max(0, share + random.between(-0.3, 0.3)));
    return { speed: within(SPEED, 2 * share - 1), load: within(LOAD, 2 * load - 1) };
  };
  return {
    profile,
    points: [{ speed: 1, load: random.between(0.8, 1.05) }, point(), point(), point()],
    dwell: random.logBetween(10 * MINUTE, 4 * HOUR),
    speed: drawWaves(random, 20 * MINUTE, 16 * HOUR),
    load: drawWaves(random, 20 * MINUTE, 16 * HOUR),
    loudness: drawWaves(random, 2 * HOUR, 30 * HOUR),
    wander: random.between(0.1, 0.2),
  };
}
