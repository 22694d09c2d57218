import { describe, expect, it } from "vitest";
import { extremes } from "./extremes.ts";

describe("the extremes of a waveform", () => {
  it("are the least and the greatest value of each stretch, in the order in which they come", () => {
    expect(extremes([0, 5, -5, 1, /**/ 2, -3, 0, 4, /**/ 1, 2, 3, 4], 3)).toEqual([1, 2, 5, 7, 8, 11]);
  });

  it("are all values if there are no more than two for each stretch", () => {
    expect(extremes([3, 1, 2], 2)).toEqual([0, 1, 2]);
    expect(extremes([], 2)).toEqual([]);
  });

  it("lose no value that stands out, wherever it is and however the stretches fall", () => {
    for (let at = 0; at < 103; at++) {
      const values = Float32Array.from({ length: 103 }, (_, i) => Math.sin(i));
      values[at] = at % 2 === 0 ? 9 : -9;
      const indices = extremes(values, 10);
      expect(indices).toHaveLength(20);
      expect(indices).toContain(at);
      expect(new Set(indices).size).toBe(20);
      expect(indices.toSorted((a, b) => a - b)).toEqual(indices);
    }
  });

  it("are two of a constant stretch, too, and leave a gap where there is one", () => {
    expect(extremes([1, 1, 1, NaN, NaN, NaN], 2)).toEqual([0, 2, 3, 5]);
    expect(extremes([NaN, 2, 1, 0, NaN, 3], 2)).toEqual([1, 2, 3, 5]);
  });
});
