import { expect, test } from "vitest";
import { gapsAfter, valueAt, withGaps } from "./gaps.ts";

test("a line is broken where points are much further apart than usual", () => {
  expect(gapsAfter([0, 10, 20, 30, 200, 210], 10)).toEqual([3]);
});

test("points that were left out by downsampling are no gap", () => {
  expect(gapsAfter([0, 10, 30, 40, 70, 80], 10)).toEqual([]);
});

test("a gap has a point without values", () => {
  expect(withGaps([0, 10, 20, 100], [[1, 2, 3, 4]], 10)).toEqual([
    [0, 10, 20, 60, 100],
    [1, 2, 3, null, 4],
  ]);
});

test("values between points are interpolated, and there are none outside", () => {
  expect(valueAt([0, 10], [1, 3], 5)).toBe(2);
  expect(valueAt([0, 10], [1, 3], 10)).toBe(3);
  expect(valueAt([0, 10], [1, 3], 11)).toBeUndefined();
  expect(valueAt([5, 10], [1, 3], 1)).toBeUndefined();
});
