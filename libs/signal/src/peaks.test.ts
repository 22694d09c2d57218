import { describe, expect, it } from "vitest";
import { peaks, peaksAt } from "./peaks.ts";

const numbers = (values: Float32Array): number[] => Array.from(values);

describe("the peaks of a spectrum", () => {
  it("are the lines themselves if they are no more than the columns", () => {
    const lines = Float32Array.of(0, 3, 1);
    expect(peaks(lines, 3)).toEqual({ amplitude: lines, ratio: 1 });
    expect(peaks(lines, 400)).toEqual({ amplitude: lines, ratio: 1 });
    expect(peaks(new Float32Array(0), 400).amplitude).toHaveLength(0);
  });

  it("are the greatest of the lines nearest to a column", () => {
    // Columns at lines 0, 4 and 8.
    const { amplitude, ratio } = peaks(Float32Array.of(0, 7, 1, 2, 3, 2, 6, 5, 4), 3);
    expect(ratio).toBe(4);
    expect(numbers(amplitude)).toEqual([7, 3, 6]);
  });

  it("lose no line and move none by more than half a column", () => {
    for (const columns of [2, 7, 100, 399])
      for (let at = 0; at < 401; at++) {
        const lines = new Float32Array(401).fill(1);
        lines[at] = 9;
        const { amplitude, ratio } = peaks(lines, columns);
        expect(amplitude).toHaveLength(columns);
        expect(Math.abs(amplitude.indexOf(9) * ratio - at)).toBeLessThanOrEqual(ratio / 2 + 1e-9);
      }
  });

  it("count what is no number as nothing", () => {
    expect(numbers(peaks(Float32Array.of(NaN, NaN, 2, NaN, 1, 3), 2).amplitude)).toEqual([2, 3]);
  });

  it("repeat the nearest line on a grid finer than the lines, and are 0 beyond the last one", () => {
    expect(numbers(peaksAt(Float32Array.of(1, 2, 3), 0.5, 7))).toEqual([1, 2, 2, 3, 3, 0, 0]);
    expect(numbers(peaksAt(Float32Array.of(1, 2, 3), 2, 4))).toEqual([1, 3, 0, 0]);
  });
});
