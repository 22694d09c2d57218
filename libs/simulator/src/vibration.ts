import { addBearingStrikes } from "./bearing-fault.ts";
import type { Condition } from "./condition.ts";
import { isBearingFault, isShaftFault } from "./fault.ts";
import type { Machine } from "./machine.ts";
import { addMode, type Mode } from "./mode.ts";
import { ordersOf } from "./order.ts";
import { createRandom, type Random, seedOf } from "./random.ts";
import { scalingOf } from "./scaling.ts";
import { addRattle, addShocks } from "./strikes.ts";

/** Standard gravity, mm/s². */
const G = 9_806.65;

/** Samples in which filters settle before the block begins. */
const SETTLE = 256;

/** How much of a strike each mode answers with; a flaw's is mostly heard in the third. */
const STRIKE = [0.05, 0.35, 1, 0.25] as const;

/** Now and then something knocks against the machine, whatever its health: half a minute in some two hours. */
const KNOCK = { share: 0.005, perSecond: 30, peak: 8 } as const;

/** From block to block: standard deviations of the speed, and of the logarithm of a shaft order, steady or loose. */
const UNSTEADY = { speed: 0.003, order: 0.03, loose: 0.15 } as const;

/** Of a bearing's broadband noise at the end of its life: what one without lubricant makes of it. */
const DRY = 0.4;

/** Of a flaw's strikes: what a loose part rattles with. */
const RATTLE = 0.4;

/** What wear adds to a healthy machine. */
interface Damage {
  /** Factor on the healthy shaft orders. */
  readonly looseness: number;
  /** More velocity by a fault of the shaft, mm/s RMS. */
  readonly velocity: number;
  /** Noise of the second and third mode, g RMS. */
  readonly broadband: number;
  /** Peak of a strike, g: by a flaw of the bearing, or a loose part. */
  readonly flaw: number;
  readonly rattle: number;
}

/**
 * A block of acceleration in g: the machine's shaft orders and noise and, as wear goes from 0 to 1, what its fault adds: a bearing
 * strikes, hisses, and at last has play; a fault of the shaft moves its orders to about the boundary of ISO 20816-3's zone D and
 * beyond; overheating is hardly heard. A function of its arguments alone. Sensors on other axes (0, 1, 2, …) of the
 * same machine see it weaker, with noise of their own.
 */
export function vibration(
  machine: Machine,
  { wear, runIn = 0, speed = 1, load = 1, gain = 1 }: Condition,
  blockIndex: number,
  axis = 0,
): Float32Array {
  const { seed, rate, blockSamples, fault, healthy, housing } = machine;
  const random = createRandom(seedOf(seed, 1, blockIndex, axis));
  const shaftHz = machine.shaftHz * speed * (1 + UNSTEADY.speed * random.normal());
  const scaling = scalingOf({ speed, load });
  const damage = damageOf(machine, wear);
  const out = new Float32Array(blockSamples);

  const unsteady = fault === "looseness" ? UNSTEADY.order + UNSTEADY.loose * wear : UNSTEADY.order;
  for (const { order, velocity } of ordersOf(machine, damage.looseness, damage.velocity, scaling)) {
    const hz = order * shaftHz;
    if (hz > rate / 2) continue;
    const amplitude = (velocity * Math.SQRT2 * 2 * Math.PI * hz) / G;
    addTone(out, hz / rate, amplitude * Math.exp(unsteady * random.normal()), random.uniform());
  }

  const strikes = new Float64Array(blockSamples);
  addShocks(strikes, rate, healthy.shocks, healthy.shockPeak, random);
  if (random.uniform() < KNOCK.share)
    addShocks(strikes, rate, KNOCK.perSecond, KNOCK.peak * random.uniform(), random);
  if (isBearingFault(fault) && damage.flaw > 0)
    addBearingStrikes(strikes, { ...machine, fault, shaftHz }, damage.flaw * scaling.strike, random);
  addRattle(strikes, rate, shaftHz, damage.rattle * scaling.unbalance, random);

  const noise = new Float64Array(SETTLE + blockSamples);
  for (let i = 0; i < noise.length; i++) noise[i] = random.normal();
  const loudness = scaling.noise * (1 + runIn * machine.runIn.noise);
  const broadband = damage.broadband / Math.SQRT2;
  const added = [healthy.modes[0] * (damage.looseness - 1), broadband, broadband, 0] as const;
  for (const i of [0, 1, 2, 3] as const) {
    const mode: Mode = {
      hz: housing.hz[i],
      bandwidth: housing.bandwidth[i],
      rms: loudness * Math.hypot(healthy.modes[i], added[i]),
      strike: STRIKE[i],
    };
    addMode(out, mode, rate, noise, strikes);
  }

  const heard = gain * (axis === 0 ? 1 : createRandom(seedOf(seed, 2, axis)).between(0.6, 1));
  finish(out, heard, healthy.sensor, random);
  return out;
}

function damageOf({ fault, worn }: Machine, wear: number): Damage {
  const none: Damage = { looseness: 1, velocity: 0, broadband: 0, flaw: 0, rattle: 0 };
  if (isBearingFault(fault)) {
    const looseness = 1 + (worn.looseness - 1) * wear ** worn.lateness;
    return { ...none, looseness, broadband: worn.broadband * wear ** 2, flaw: worn.strike * wear ** 1.5 };
  }
  if (isShaftFault(fault)) {
    const rattle = fault === "looseness" ? RATTLE * worn.strike * wear ** 1.5 : 0;
    return { ...none, velocity: worn.velocity * wear ** worn.growth, rattle };
  }
  return { ...none, broadband: DRY * worn.broadband * wear ** worn.lateness };
}

/** Adds amplitude·sin(2π(cycles·i + phase)), by the recurrence sin(n+1) = 2cos(1)·sin(n) − sin(n−1). */
function addTone(out: Float32Array, cycles: number, amplitude: number, phase: number): void {
  const step = 2 * Math.PI * cycles;
  const start = 2 * Math.PI * phase;
  const twice = 2 * Math.cos(step);
  let last = amplitude * Math.sin(start - step);
  let y = amplitude * Math.sin(start);
  for (let i = 0; i < out.length; i++) {
    out[i] = (out[i] as number) + y;
    const next = twice * y - last;
    last = y;
    y = next;
  }
}

/** What the sensor makes of it: weaker or stronger by the way to it, with noise of its own, g RMS. */
function finish(out: Float32Array, gain: number, noise: number, random: Random): void {
  for (let i = 0; i < out.length; i++) out[i] = gain * (out[i] as number) + noise * random.normal();
}
