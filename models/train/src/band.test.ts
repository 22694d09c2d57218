import { createRandom } from "@presage/simulator";
import { describe, expect, it } from "vitest";
import { coverage, fitBand, type Interval } from "./band.ts";

/** Remaining lives that are lognormal around p50, and a band that is too narrow or too wide by these factors. */
function intervals(count: number, seed: number, low: number, high: number): Interval[] {
  const random = createRandom(seed);
  const z = 1.2816; // 90 % quantile of the standard normal distribution
  return Array.from({ length: count }, () => {
    const spread = random.between(0.2, 1.5);
    const p50 = Math.exp(random.normal());
    const actual = p50 * Math.exp(spread * random.normal());
    return {
      p10: p50 * Math.exp((-z * spread) / low),
      p50,
      p90: p50 * Math.exp((z * spread) / high),
      actual,
    };
  });
}

const ones = (of: readonly unknown[]): number[] => of.map(() => 1);

/** As a model's manifest has it done. */
const moved = (all: readonly Interval[], { low, high }: { low: number; high: number }): Interval[] =>
  all.map(({ p10, p50, p90, actual }) => ({
    p10: p50 * (p10 / p50) ** low,
    p50,
    p90: p50 * (p90 / p50) ** high,
    actual,
  }));

describe("the band of remaining lives", () => {
  it.each([
    ["right", 1, 1],
    ["too narrow", 2, 3],
    ["too wide", 0.5, 0.7],
    ["askew", 3, 0.5],
  ])("covers 80 %% of lives that it was not fitted on, where the model's is %s", (_, low, high) => {
    const fitted = intervals(4_000, 1, low, high);
    const factors = fitBand(fitted, ones(fitted));
    expect(factors.low).toBeCloseTo(low, 0);
    expect(factors.high).toBeCloseTo(high, 0);
    const others = moved(intervals(4_000, 2, low, high), factors);
    expect(Math.abs(coverage(others) - 0.8)).toBeLessThan(0.03); // three standard errors of both samples
    const below = others.filter(({ p10, actual }) => actual < p10).length / others.length;
    expect(Math.abs(below - 0.1)).toBeLessThan(0.025);
  });

  it("is that of the nine tenths of the weight", () => {
    // Scores of p90 are 1 to 10, as p90 is e times p50.
    const ten = Array.from({ length: 10 }, (_, i) => ({
      p10: Math.exp(-1),
      p50: 1,
      p90: Math.E,
      actual: Math.exp(i + 1),
    }));
    expect(fitBand(ten, ones(ten)).high).toBe(9);
    expect(fitBand(ten, [9, 0, 0, 0, 0, 0, 0, 0, 0, 0.5]).high).toBe(1);
    expect(fitBand(ten, [1, 0, 0, 0, 0, 0, 0, 0, 0, 9]).high).toBe(10);
    expect(fitBand(ten, ones(ten)).low).toBe(0.1); // none lies below p50: the narrowest there is
  });

  it("counts a weight of two as the row twice", () => {
    const once = intervals(50, 3, 1, 1);
    const weights = once.map((_, i) => (i % 3 === 0 ? 2 : 1));
    const twice = once.flatMap((interval, i) => (i % 3 === 0 ? [interval, interval] : [interval]));
    expect(fitBand(once, weights)).toEqual(fitBand(twice, ones(twice)));
  });

  it("leaves out what says nothing, and is as it was if nothing does", () => {
    const none = { p10: 1, p50: 1, p90: 1, actual: 1 };
    expect(fitBand([none], [1])).toEqual({ low: 1, high: 1 });
    expect(fitBand([], [])).toEqual({ low: 1, high: 1 });
  });
});
