import { expect, test } from "vitest";
import { flawsOf } from "./quality.ts";

const GOOD = { coverage: 1, gaps: 0, stuck: 0, outOfRange: 0, clipped: 0, clockSkewed: 0 };

test("of good data there is nothing to say", () => {
  expect(flawsOf(GOOD)).toEqual([]);
});

test("what is not as it should be is said in words", () => {
  expect(flawsOf({ ...GOOD, coverage: 0.4, gaps: 1, clipped: 0.12, clockSkewed: 2 })).toEqual([
    "40 % covered",
    "1 gap",
    "12 % clipped",
    "2 blocks with a wrong clock",
  ]);
});
