import { expect, test } from "vitest";
import { untilOf } from "./until.ts";

const NOW = new Date(2026, 10, 27, 12, 0).getTime();

test("a shelving ends so many hours from now", () => {
  expect(untilOf("8", "", NOW)).toBe(NOW + 8 * 3_600_000);
});

test("or at a local date and time that is yet to come", () => {
  expect(untilOf("date", "2026-11-28T06:00", NOW)).toBe(new Date(2026, 10, 28, 6, 0).getTime());
  expect(untilOf("date", "2026-11-27T11:00", NOW)).toBeUndefined();
  expect(untilOf("date", "", NOW)).toBeUndefined();
});
