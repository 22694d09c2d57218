import { describe, expect, it } from "vitest";
import { calibrationOf, failedWithin, type Judgement } from "./calibration.ts";

const many = (n: number, risk: number, failed: boolean): Judgement[] =>
  Array.from({ length: n }, () => ({ risk, failed }));

describe("calibration", () => {
  it("sets the mean risk of each bin against the share that failed", () => {
    const { bins, windows, failed_share } = calibrationOf([
      ...many(7, 0.74, true),
      ...many(3, 0.74, false),
      ...many(10, 0.0625, false),
      ...many(1, 1, true),
    ]);
    expect(windows).toBe(21);
    expect(failed_share).toBeCloseTo(8 / 21, 12);
    expect(bins).toHaveLength(10);
    expect(bins[0]).toEqual({ from: 0, to: 0.1, windows: 10, mean_risk: 0.0625, failed_share: 0 });
    expect(bins[7]).toMatchObject({ windows: 10, failed_share: 0.7 });
    expect(bins[7]?.mean_risk).toBeCloseTo(0.74, 12);
    expect(bins[9]).toMatchObject({ windows: 1, mean_risk: 1, failed_share: 1 });
    expect(bins[5]).toMatchObject({ windows: 0, mean_risk: null, failed_share: null });
  });

  // By hand: ((0.9-1)² + (0.2-0)² + (0.6-1)² + (0.3-0)²) / 4 = 0.3 / 4; always saying 0.5 has 0.25.
  it("has the mean squared error of the risks as Brier score, and its skill over the base rate", () => {
    const { brier, brier_skill } = calibrationOf([
      ...many(1, 0.9, true),
      ...many(1, 0.2, false),
      ...many(1, 0.6, true),
      ...many(1, 0.3, false),
    ]);
    expect(brier).toBeCloseTo(0.075, 12);
    expect(brier_skill).toBeCloseTo(1 - 0.075 / 0.25, 12);
  });

  it("claims no skill where all windows came out alike, and no score without windows", () => {
    expect(calibrationOf(many(5, 0.8, true)).brier_skill).toBeNull();
    expect(calibrationOf([])).toMatchObject({ windows: 0, brier: null, failed_share: null });
  });
});

describe("whether a machine failed within the horizon", () => {
  it("follows from its failure", () => {
    const run = { failure_s: 1_000, observed_s: 1_000 };
    expect([failedWithin(899, 100, run), failedWithin(900, 100, run)]).toEqual([false, true]);
  });

  it("is not known near the end of a recording without failure", () => {
    const run = { failure_s: null, observed_s: 1_000 };
    expect([failedWithin(900, 100, run), failedWithin(901, 100, run)]).toEqual([false, null]);
  });
});
