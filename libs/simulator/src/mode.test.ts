import { describe, expect, it } from "vitest";
import { addMode } from "./mode.ts";
import { createRandom } from "./random.ts";

const RATE = 25_600;
const mode = { hz: 4_000, bandwidth: 500, rms: 0.3, strike: 1 };

const rmsOf = (x: Float32Array): number => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0) / x.length);

describe("a mode of the housing", () => {
  it.each([500, 4_000, 10_000])("at %i Hz answers noise with the RMS it was given", (hz) => {
    const random = createRandom(1);
    const noise = Float64Array.from({ length: 100_256 }, () => random.normal());
    const out = new Float32Array(100_000);
    addMode(out, { ...mode, hz }, RATE, noise, new Float64Array(out.length));
    expect(rmsOf(out)).toBeCloseTo(0.3, 1);
    expect(Math.abs(rmsOf(out) / 0.3 - 1)).toBeLessThan(0.05);
  });

  it("rings to a strike at its own frequency and dies away with the time constant 1/(pi x bandwidth)", () => {
    const strikes = new Float64Array(512);
    strikes[100] = 2;
    const out = new Float32Array(512);
    addMode(out, mode, RATE, new Float64Array(768), strikes);
    expect(out.subarray(0, 100).every((v) => v === 0)).toBe(true);
    expect(Math.max(...out.map(Math.abs))).toBeCloseTo(2 * Math.exp((-Math.PI * 500 * 3) / RATE), 0);
    const peaks = (from: number, to: number): number => Math.max(...out.subarray(from, to).map(Math.abs));
    const constant = RATE / (Math.PI * 500);
    const decay = peaks(110 + Math.round(2 * constant), 130 + Math.round(2 * constant)) / peaks(110, 130);
    expect(Math.abs(decay / Math.exp(-2) - 1)).toBeLessThan(0.1);
    let crossings = 0;
    for (let i = 101; i < 200; i++) if ((out[i] ?? 0) * (out[i - 1] ?? 0) < 0) crossings++;
    expect(Math.abs(crossings - (2 * 4_000 * 99) / RATE)).toBeLessThanOrEqual(1);
  });

  it("cannot be seen above what the sampling rate shows", () => {
    const out = new Float32Array(512);
    addMode(
      out,
      { ...mode, hz: 6_000 },
      12_000,
      new Float64Array(768).fill(1),
      new Float64Array(512).fill(1),
    );
    expect(out.every((v) => v === 0)).toBe(true);
  });
});
