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
    const factors = fitBand([], [fitted]);
    expect(factors.low).toBeCloseTo(low, 0);
    expect(factors.high).toBeCloseTo(high, 0);
    const others = moved(intervals(4_000, 2, low, high), factors);
    expect(Math.abs(coverage(others) - 0.8)).toBeLessThan(0.03); // three standard errors of both samples
    const below = others.filter(({ p10, actual }) => actual < p10).length / others.length;
    expect(Math.abs(below - 0.1)).toBeLessThan(0.025);
  });

  /** A machine whose remaining lives are these scores of p90, as p90 is e times p50. */
  const machine = (...scores: readonly number[]): Interval[] =>
    scores.map((score) => ({ p10: Math.exp(-1), p50: 1, p90: Math.E, actual: Math.exp(score) }));

  it("is that of nine tenths of the lives", () => {
    const eleven = machine(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    expect(fitBand([], [eleven])).toEqual({ low: 0.1, high: 10 }); // none lies below p50: the narrowest there is
  });

  it("counts a machine once, however many windows it has", () => {
    const often = machine(...Array<number>(100).fill(1));
    // By hand: two of three machines have no more than 2, so nine tenths of the weight lie in the third's range, at its 70 %.
    const third = machine(3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
    expect(fitBand([often, machine(2), third], []).high).toBe(10);
    expect(fitBand([machine(1), machine(2), third], []).high).toBe(10);
  });

  it("counts all simulated machines together as one of the real ones", () => {
    const simulated = [machine(1), machine(9), machine(9), machine(9)];
    const real = Array.from({ length: 9 }, () => machine(2));
    // Three quarters of one in ten are 7.5 %, of one in six 12.5 %: only then more than a tenth is beyond.
    expect(fitBand(real, simulated).high).toBe(2);
    expect(fitBand(real.slice(0, 5), simulated).high).toBe(9);
    expect(fitBand([], simulated).high).toBe(9);
  });

  it("leaves out what says nothing, and is as it was if nothing does", () => {
    const none = { p10: 1, p50: 1, p90: 1, actual: 1 };
    expect(fitBand([[none]], [[none], []])).toEqual({ low: 1, high: 1 });
    expect(fitBand([], [])).toEqual({ low: 1, high: 1 });
  });
});
