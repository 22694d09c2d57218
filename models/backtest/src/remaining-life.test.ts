import { describe, expect, it } from "vitest";
import { lifeErrorOf } from "./remaining-life.ts";
import { wilson } from "./statistics.ts";

describe("the error of the remaining life", () => {
  it("is the median over the windows, in hours and of what was left, beside the share that the band held", () => {
    const error = lifeErrorOf([
      { p10: 8, p50: 11, p90: 14, actual: 10 }, // off by 1 h, 10 %; held
      { p10: 1, p50: 2, p90: 3, actual: 4 }, // 2 h, 50 %; not held
      { p10: 1, p50: 1.2, p90: 2, actual: 1 }, // 0.2 h, 20 %; held, on the edge
      { p10: 30, p50: 40, p90: 60, actual: 20 }, // 20 h, 100 %; not held
    ]);
    expect(error.windows).toBe(4);
    expect(error.median_error_hours).toBeCloseTo(1.5, 12);
    expect(error.median_relative_error).toBeCloseTo(0.35, 12);
    expect(error.coverage).toBe(0.5);
  });

  it("is not there without windows", () => {
    expect(lifeErrorOf([])).toEqual({
      windows: 0,
      median_relative_error: null,
      median_error_hours: null,
      coverage: null,
    });
  });
});

// R. G. Newcombe, Two-sided confidence intervals for the single proportion, 1998, table I, method 3.
describe("the interval of a share", () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i in %i is %f to %f", (hits, trials, low, high) => {
    const found = wilson(hits, trials) ?? [NaN, NaN];
    expect(found[0]).toBeCloseTo(low, 4);
    expect(found[1]).toBeCloseTo(high, 4);
  });

  it("is not there without trials", () => {
    expect(wilson(0, 0)).toBeNull();
  });
});
