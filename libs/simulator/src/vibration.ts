import type { Machine } from "./machine.ts";
import { addMode, type Mode } from "./mode.ts";
import { createRandom, type Random, seedOf } from "./random.ts";
import { addFaultStrikes, addShocks } from "./strikes.ts";

/** Standard gravity, mm/s². */
const G = 9_806.65;

/** Samples in which filters settle before the block begins. */
const SETTLE = 256;

/** How much of a strike each mode answers with; a flaw's is mostly heard in the third. */
const STRIKE = [0.05, 0.35, 1, 0.25] as const;

/** Now and then something knocks against the machine, whatever its health. */
const KNOCK = { share: 0.03, perSecond: 30, peak: 8 } as const;

/**
 * A block of acceleration in g: the machine's shaft orders and noise and, as wear goes from 0 to 1, strikes by the worn bearing,
 * broadband noise, and at last looser shaft orders. A function of its arguments alone. Sensors on other axes
 * (0, 1, 2, …) of the same machine see it weaker, with noise of their own.
 */
export function vibration(machine: Machine, wear: number, blockIndex: number, axis = 0): Float32Array {
  const { seed, rate, blockSamples, healthy, housing, worn } = machine;
  const random = createRandom(seedOf(seed, 1, blockIndex, axis));
  const shaftHz = machine.shaftHz * (1 + 0.003 * random.normal());
  const out = new Float32Array(blockSamples);

  const looseness = 1 + (worn.looseness - 1) * wear ** worn.lateness;
  healthy.orders.forEach((velocity, i) => {
    const hz = (i + 1) * shaftHz;
    const amplitude = (velocity * looseness * Math.SQRT2 * 2 * Math.PI * hz) / G;
    addTone(out, hz / rate, amplitude, random.uniform());
  });

  const noise = new Float64Array(SETTLE + blockSamples);
  for (let i = 0; i < noise.length; i++) noise[i] = random.normal();
  addSensorNoise(out, healthy.sensor, random);

  const strikes = new Float64Array(blockSamples);
  addShocks(strikes, rate, healthy.shocks, healthy.shockPeak, random);
  if (random.uniform() < KNOCK.share)
    addShocks(strikes, rate, KNOCK.perSecond, KNOCK.peak * random.uniform(), random);
  addFaultStrikes(strikes, machine, shaftHz, worn.strike * wear ** 1.5, random);

  const broadband = (worn.broadband * wear ** 2) / Math.SQRT2;
  const added = [healthy.modes[0] * (looseness - 1), broadband, broadband, 0] as const;
  for (const i of [0, 1, 2, 3] as const) {
    const mode: Mode = {
      hz: housing.hz[i],
      bandwidth: housing.bandwidth[i],
      rms: Math.hypot(healthy.modes[i], added[i]),
      strike: STRIKE[i],
    };
    addMode(out, mode, rate, noise, strikes);
  }

  const gain = axis === 0 ? 1 : createRandom(seedOf(seed, 2, axis)).between(0.6, 1);
  if (gain !== 1) for (let i = 0; i < out.length; i++) out[i] = gain * (out[i] as number);
  return out;
}

/** Adds amplitude·sin(2π(cycles·i + phase)), by turning a vector. */
function addTone(out: Float32Array, cycles: number, amplitude: number, phase: number): void {
  const cosine = Math.cos(2 * Math.PI * cycles);
  const sine = Math.sin(2 * Math.PI * cycles);
  let x = amplitude * Math.cos(2 * Math.PI * phase);
  let y = amplitude * Math.sin(2 * Math.PI * phase);
  for (let i = 0; i < out.length; i++) {
    out[i] = (out[i] as number) + y;
    [x, y] = [x * cosine - y * sine, x * sine + y * cosine];
  }
}

function addSensorNoise(out: Float32Array, rms: number, random: Random): void {
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + rms * random.normal();
}
