import { describe, expect, it } from "vitest";
import { bandPath, linear, linePath, roundUp, ticks } from "./scale.ts";
import { sampled, thinned } from "./thin.ts";

const toX = linear([0, 10], [0, 100]);
const toY = linear([0, 1], [50, 0]);

describe("a line", () => {
  it("goes through its points, is broken where a value is missing, and is held at the edge of the plot", () => {
    expect(linePath([0, 1, 2, 3, 4], [0, 0.5, null, 2, 1], toX, toY)).toBe("M0 50L10 25M30 0L40 0");
  });

  it("has a band around it where both ends are known", () => {
    expect(bandPath([0, 1, 2], [0, 0, null], [1, 0.5, 1], toX, toY)).toBe("M0 0L10 25L10 50L0 50Z");
    expect(bandPath([0], [0], [1], toX, toY)).toBe("");
  });

  it("keeps its peaks, its gaps and its order when it is thinned", () => {
    const values = Array.from({ length: 10_000 }, (_, i) => (i > 4_000 && i < 5_000 ? null : i % 7));
    values[7_777] = 1_000;
    values[8_888] = -1_000;
    const kept = thinned(values);
    expect(kept.length).toBeLessThanOrEqual(800);
    expect(kept).toEqual(kept.toSorted((a, b) => a - b));
    expect(kept).toEqual(expect.arrayContaining([7_777, 8_888]));
    expect(kept.some((i) => values[i] === null)).toBe(true);
    expect(thinned([1, null, 2])).toEqual([0, 1, 2]);
  });
});

describe("a long series", () => {
  it("is sampled to its end", () => {
    const all = Array.from({ length: 5_001 }, (_, i) => i);
    const some = sampled(all);
    expect(some.length).toBeLessThanOrEqual(1_201);
    expect([some[0], some.at(-1)]).toEqual([0, 5_000]);
  });
});

describe("an axis", () => {
  it("has round values", () => {
    expect(ticks([0, 7.8], 5)).toEqual([0, 2, 4, 6]);
    expect(ticks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect([roundUp(7.8), roundUp(0.21), roundUp(4), roundUp(0)]).toEqual([8, 0.3, 4, 1]);
  });
});
