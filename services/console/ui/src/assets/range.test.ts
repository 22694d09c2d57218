import { expect, test } from "vitest";
import { boundsOf, usualSpan } from "./range.ts";

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

test("a span ends with the latest window", () => {
  const { from, to } = boundsOf({ span: HOUR, zoom: undefined }, 0, 1_700_000_000_000);
  expect(to - from).toBe(HOUR);
  expect(to).toBeGreaterThanOrEqual(1_700_000_000_000);
  expect(to - 1_700_000_000_000).toBeLessThan(HOUR / 100);
});

test("another window does not move a year", () => {
  // Both lie within one of the steps of 21.9 hours, which are counted from the epoch.
  const start = (YEAR / 400) * 20_000;
  expect(boundsOf({ span: YEAR, zoom: undefined }, 0, start + 1000)).toEqual(
    boundsOf({ span: YEAR, zoom: undefined }, 0, start + 11_000),
  );
});

test("at first all of a young asset is shown, and a day of an older one", () => {
  expect(usualSpan(0, HOUR / 2)).toBe(HOUR);
  expect(usualSpan(0, 3 * HOUR)).toBe(8 * HOUR);
  expect(usualSpan(0, YEAR)).toBe(24 * HOUR);
});

test("what was zoomed into stays as it is", () => {
  expect(boundsOf({ span: HOUR, zoom: { from: 1, to: 2 } }, 0, 5)).toEqual({ from: 1, to: 2 });
});

test("of a young asset nothing is shown from before it was there", () => {
  const { from, to } = boundsOf({ span: YEAR, zoom: undefined }, 1_700_000_000_000, 1_700_000_180_000);
  expect(to - from).toBe(180_000);
});
