import { describe, expect, it } from "vitest";
import { completed, tierFor, tiersOf } from "./tiers.ts";

const tiers = tiersOf(10_000);
const MINUTE = 60_000;

describe("the tiers of a trend", () => {
  it("are a window, a minute, ten minutes and an hour at windows of ten seconds", () => {
    expect(tiers.sizes).toEqual([10_000, MINUTE, 10 * MINUTE, 60 * MINUTE]);
  });

  it("are complete up to the stretch of the latest window", () => {
    expect(completed(tiers, 0, [10_000, 50_000])).toEqual([]);
    expect(completed(tiers, 50_000, [60_000])).toEqual([{ tier: 1, start: 0 }]);
    expect(completed(tiers, 59 * MINUTE, [60 * MINUTE])).toEqual([
      { tier: 1, start: 59 * MINUTE },
      { tier: 2, start: 50 * MINUTE },
      { tier: 3, start: 0 },
    ]);
  });

  it("are made again of what came late", () => {
    expect(completed(tiers, 130_000, [10_000, 140_000])).toEqual([{ tier: 1, start: 0 }]);
  });

  it("have nothing to complete with the first window of all", () => {
    expect(completed(tiers, undefined, [10_000, 20_000])).toEqual([]);
  });

  it("are as fine as the time asked for allows", () => {
    const last = 400 * 86_400_000;
    expect(tierFor(tiers, last - 3_600_000, last, last)).toBe(0);
    expect(tierFor(tiers, last - 86_400_000, last, last)).toBe(1);
    expect(tierFor(tiers, last - 7 * 86_400_000, last, last)).toBe(2);
    expect(tierFor(tiers, last - 365 * 86_400_000, last, last)).toBe(3);
    // An hour of last month is not there window by window.
    expect(tierFor(tiers, last - 30 * 86_400_000, last - 30 * 86_400_000 + 3_600_000, last)).toBe(2);
  });
});
