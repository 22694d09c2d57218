import { describe, expect, it } from "vitest";
import { createRandom, seedOf } from "./random.ts";

const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe("random numbers", () => {
  it("are mulberry32's", () => {
    // The published first values of seed 1 are 0.62707394, 0.00273572, 0.52744703, here as 32-bit words.
    const random = createRandom(1);
    expect(draw(3, () => random.uniform() * 2 ** 32)).toEqual([2_693_262_067, 11_749_833, 2_265_367_787]);
  });

  it("of one seed are always the same, of neighbouring seeds unlike", () => {
    const a = createRandom(seedOf(7, 1));
    const b = createRandom(seedOf(7, 1));
    const c = createRandom(seedOf(7, 2));
    const first = draw(100, () => a.uniform());
    expect(draw(100, () => b.uniform())).toEqual(first);
    const other = draw(100, () => c.uniform());
    const correlation = mean(first.map((v, i) => (v - 0.5) * ((other[i] ?? 0) - 0.5))) * 12;
    expect(Math.abs(correlation)).toBeLessThan(0.3); // 3 standard errors of 100 pairs
  });

  it("have the moments of a normal distribution: 0, 1, 0, 3", () => {
    const random = createRandom(42);
    const values = draw(100_000, () => random.normal());
    for (const [power, moment, tolerance] of [
      [1, 0, 0.02],
      [2, 1, 0.02],
      [3, 0, 0.05],
      [4, 3, 0.1],
    ] as const)
      expect(Math.abs(mean(values.map((v) => v ** power)) - moment)).toBeLessThan(tolerance);
  });

  it("have as many normal ones far out as they should, on either side", () => {
    // P(|x| > 2) = 0.04550, P(|x| > 3.5) = 0.0004653: beyond 3.44 they come from the tail.
    const random = createRandom(44);
    const values = draw(1_000_000, () => random.normal());
    const shareBeyond = (limit: number): number => values.filter((v) => Math.abs(v) > limit).length / 1e6;
    expect(Math.abs(shareBeyond(2) / 0.0455 - 1)).toBeLessThan(0.02);
    expect(Math.abs(shareBeyond(3.5) / 0.0004653 - 1)).toBeLessThan(0.15);
    expect(Math.abs(values.filter((v) => v > 0).length / 1e6 - 0.5)).toBeLessThan(0.002);
  });

  it("are exponential with mean 1 and variance 1", () => {
    const random = createRandom(43);
    const values = draw(100_000, () => random.exponential());
    expect(mean(values)).toBeCloseTo(1, 1);
    expect(mean(values.map((v) => (v - 1) ** 2))).toBeCloseTo(1, 1);
  });
});
