import { expect, it } from "vitest";
import { MOST_ATTEMPTS, waitAfter } from "./backoff.ts";

it("the wait doubles from five seconds, up to a day, and chance takes up to a half off", () => {
  expect([1, 2, 3].map((attempts) => waitAfter(attempts, 0))).toEqual([5_000, 10_000, 20_000]);
  expect(waitAfter(1, 1)).toBe(2_500);
  expect(waitAfter(1, 0.5)).toBe(3_750);
  expect([waitAfter(20, 0), waitAfter(2_000, 0)]).toEqual([86_400_000, 86_400_000]);
});

it("a delivery is given up between one and two days after the first try", () => {
  const waits = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, i) => i + 1);
  const total = (chance: number): number =>
    waits.reduce((sum, attempts) => sum + waitAfter(attempts, chance), 0) / 86_400_000;
  expect(total(1)).toBeGreaterThan(0.9);
  expect(total(0)).toBeLessThan(2);
});
