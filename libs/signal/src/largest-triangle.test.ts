import { describe, expect, it } from "vitest";
import { largestTriangleThreeBuckets as reduced } from "./largest-triangle.ts";

const count = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe("largest triangle three buckets", () => {
  it("takes the points that the Python package takes", () => {
    // lttb 0.3.2 (PyPI): downsample of sin(i²/9000) + 0.3·cos(i/3) for i from 0 to 1001, to 22 points: 50 to a bucket.
    const value = count(1002).map((i) => Math.sin((i * i) / 9000) + 0.3 * Math.cos(i / 3));
    const expected = [
      0, 28, 94, 132, 198, 246, 264, 311, 358, 403, 490, 518, 551, 614, 680, 705, 758, 817, 866, 914, 960,
      1001,
    ];
    expect(reduced(count(1002), value, 22)).toEqual(expected);
    // Epoch milliseconds, a minute apart: a triangle's area only scales.
    const time = count(1002).map((i) => 1_764_270_000_000 + 60_000 * i);
    expect(reduced(time, value, 22)).toEqual(expected);
  });

  it("keeps all of a series that is short enough", () => {
    expect(reduced([], [], 5)).toEqual([]);
    expect(reduced([1, 2], [5, 6], 2)).toEqual([0, 1]);
    expect(reduced([1, 2, 3], [5, 6, 7], 5)).toEqual([0, 1, 2]);
  });

  it("keeps the first and the last if there is no room for more", () => {
    const value = [4, 9, 1, 3];
    expect(reduced(count(4), value, 3)).toEqual([0, 1, 3]);
    expect(reduced(count(4), value, 2)).toEqual([0, 3]);
    expect(reduced(count(4), value, 1)).toEqual([0]);
    expect(reduced(count(4), value, 0)).toEqual([]);
  });

  it("takes as many points as asked for, each once, whatever the number", () => {
    for (let points = 3; points < 100; points++) {
      const indices = reduced(
        count(100),
        count(100).map((i) => Math.cos(i * i)),
        points,
      );
      expect(indices).toHaveLength(points);
      expect(new Set(indices).size).toBe(points);
      expect([indices[0], indices.at(-1)]).toEqual([0, 99]);
      expect(indices.toSorted((a, b) => a - b)).toEqual(indices);
    }
  });

  it("takes the first of equal triangles, so a flat series is spread", () => {
    expect(reduced(count(10), new Float64Array(10).fill(3), 6)).toEqual([0, 1, 3, 5, 7, 9]);
  });

  it("keeps a lone spike", () => {
    const value = new Float64Array(1000);
    value[567] = 1;
    expect(reduced(count(1000), value, 10)).toContain(567);
  });

  it("takes nothing out of a gap", () => {
    const value = count(100).map((i) => (i < 3 || (i > 40 && i < 60) || i === 99 ? NaN : Math.sin(i)));
    const indices = reduced(count(100), value, 12);
    expect(indices).toHaveLength(12);
    expect(indices.every((i) => Number.isFinite(value[i]))).toBe(true);
    expect([indices[0], indices.at(-1)]).toEqual([3, 98]);
    expect(reduced(count(3), [NaN, NaN, NaN], 2)).toEqual([]);
  });
});
