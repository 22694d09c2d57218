import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";
import { niceStep } from "./ticks.ts";

test.each([
  [0.07, 0.1],
  [1, 1],
  [1.1, 2],
  [30, 50],
  [60, 100],
])("ticks at least %d apart are %d apart", (least, step) => {
  expect(niceStep(least)).toBeCloseTo(step, 12);
});

test("the nearest of some numbers", () => {
  expect(nearest([1, 5, 9], 6)).toBe(1);
  expect(nearest([], 6)).toBe(-1);
});
