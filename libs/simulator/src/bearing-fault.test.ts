import { faultFrequencies } from "@presage/signal";
import { describe, expect, it } from "vitest";
import { addBearingStrikes, loadZone, slippingFrequencies } from "./bearing-fault.ts";
import type { BearingFault } from "./fault.ts";
import { createRandom } from "./random.ts";

const RATE = 25_600;
const SECONDS = 4;
const bearing = { balls: 9, ball_mm: 7.94, pitch_mm: 39.04, contact_deg: 0 };
const shaftHz = 30;
const { bpfo, bpfi, bsf, ftf } = faultFrequencies(shaftHz, bearing);

function strikesOf(fault: BearingFault, seed = 1): Float64Array {
  const strikes = new Float64Array(SECONDS * RATE);
  addBearingStrikes(strikes, { bearing, fault, slip: 0, shaftHz, rate: RATE }, 1, createRandom(seed));
  return strikes;
}

/** Line of the magnitudes of strikes at a frequency, over their mean: 2 for equal strikes with that period; means of seeds. */
function line(fault: BearingFault, hz: number): number {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed);
  const lines = seeds.map((seed) => {
    const strikes = strikesOf(fault, seed);
    let [re, im, sum] = [0, 0, 0];
    strikes.forEach((strike, i) => {
      if (strike === 0) return;
      re += Math.abs(strike) * Math.cos((2 * Math.PI * hz * i) / RATE);
      im += Math.abs(strike) * Math.sin((2 * Math.PI * hz * i) / RATE);
      sum += Math.abs(strike);
    });
    return (2 * Math.hypot(re, im)) / sum;
  });
  return lines.reduce((a, b) => a + b, 0) / lines.length;
}

const count = (strikes: Float64Array): number => strikes.filter((strike) => strike !== 0).length;

describe("the load zone", () => {
  it("has all of the load in its middle, none opposite, and is even", () => {
    expect(loadZone(0)).toBe(1);
    expect(loadZone(Math.PI)).toBe(0);
    expect(loadZone(1)).toBeCloseTo(loadZone(-1), 12);
    // (1 − 1/1.6)^1.5 at a right angle.
    expect(loadZone(Math.PI / 2)).toBeCloseTo(0.375 ** 1.5, 12);
  });
});

describe("the frequencies of a slipping bearing", () => {
  it("are those of rolling without slip, lower but for the inner ring with it", () => {
    const rolling = slippingFrequencies(shaftHz, bearing, 0);
    expect(rolling.bpfi).toBeCloseTo(bpfi, 9);
    const slipping = slippingFrequencies(shaftHz, bearing, 0.01);
    expect(slipping.bpfo / bpfo).toBeCloseTo(0.99, 9);
    expect(slipping.bpfi).toBeGreaterThan(bpfi);
    // Every ball is passed by one ring or the other, whatever the slip.
    expect(slipping.bpfo + slipping.bpfi).toBeCloseTo(bearing.balls * shaftHz, 9);
  });
});

describe("strikes of a faulty bearing", () => {
  // A flaw that moves is in the load zone, where cos θ > 1 − 2·0.8, for acos(−0.6)/π = 0.705 of the time.
  it.each([
    ["outer-race", bpfo],
    ["inner-race", 0.705 * bpfi],
    ["rolling-element", 0.705 * 2 * bsf],
    ["distributed", bpfo],
  ] as const)("(%s) come %d times a second", (fault, hz) => {
    expect(Math.abs(count(strikesOf(fault)) / (SECONDS * hz) - 1)).toBeLessThan(0.15);
  });

  it("have the line of their own period, weakened by slip, and no line without a period", () => {
    expect(line("outer-race", bpfo)).toBeGreaterThan(0.8);
    expect(line("inner-race", bpfi)).toBeGreaterThan(0.8);
    expect(line("rolling-element", 2 * bsf)).toBeGreaterThan(0.8);
    expect(line("cage", ftf)).toBeGreaterThan(1);
    expect(line("distributed", bpfo)).toBeLessThan(0.2);
  });

  it("are modulated by the load zone: the inner race's once a turn of the shaft, a ball's once a turn of the cage", () => {
    expect(line("inner-race", shaftHz)).toBeGreaterThan(0.8);
    expect(line("rolling-element", ftf)).toBeGreaterThan(0.8);
    expect(line("outer-race", shaftHz)).toBeLessThan(0.2);
    expect(line("outer-race", ftf)).toBeLessThan(0.2);
  });

  it("lose their phase, as a random walk does", () => {
    // The line over a second is weakened by slip more at the eighth harmonic than at the first.
    expect(line("outer-race", 8 * bpfo)).toBeLessThan(0.6 * line("outer-race", bpfo));
  });
});
