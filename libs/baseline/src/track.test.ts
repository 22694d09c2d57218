import { describe, expect, it } from "vitest";
import { extend, ON_TRACK, short, type Track } from "./track.ts";

const after = (deviations: readonly number[], from: Track = ON_TRACK): Track =>
  deviations.reduce(extend, from);

describe("a track", () => {
  it("looks at the median of three windows, so that one knock is nothing", () => {
    expect(short(after([1, 2, 3]))).toBe(2);
    expect(short(after([0, 30, 0]))).toBe(0);
    expect(after([0, 30, 0, 0]).long).toBe(0);
    expect(short(after([0, 30, 30]))).toBe(30);
  });

  it("begins as at the baseline", () => {
    expect(short(ON_TRACK)).toBe(0);
    expect(short(after([8]))).toBe(0);
    expect(short(after([8, 8]))).toBe(8);
  });

  it("keeps an exponential mean of what was of late", () => {
    // By hand with weight 0.065: of late 0, 10, 10, 10, so 0, 0.65, 1.258, 1.826, each rounded to 0.001.
    expect(after([10, 10, 10, 10]).long).toBe(1.826);
    expect(after(Array<number>(200).fill(10)).long).toBeCloseTo(10, 1);
  });

  it("is the same after a restart from the log, bit for bit, wherever it falls", () => {
    const deviations = [-0.0003, -0.0002, -0.0004, ...Array.from({ length: 30 }, (_, i) => 7 * Math.sin(i))];
    for (let end = 1; end <= deviations.length; end++) {
      const inMemory = after(deviations.slice(0, end));
      expect(JSON.parse(JSON.stringify(inMemory))).toEqual(inMemory);
    }
  });
});
