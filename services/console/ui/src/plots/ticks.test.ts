import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";
import { niceStep, tickTexts } from "./ticks.ts";

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

test("ticks have as many digits as tell them apart", () => {
  expect(tickTexts([47.25, 47.3, 47.35], 0.05)).toEqual(["47.25", "47.30", "47.35"]);
  expect(tickTexts([0, 0.25, 0.5], 0.25)).toEqual(["0.00", "0.25", "0.50"]);
  expect(tickTexts([0, 500, 1000], 500)).toEqual(["0", "500", "1000"]);
  expect(tickTexts([2.5, 5], 2.5)).toEqual(["2.5", "5.0"]);
});
