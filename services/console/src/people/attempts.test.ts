import { expect, it } from "vitest";
import { createAttempts } from "./attempts.ts";

const LIMITS = { free: 2, first: 1_000, longest: 5_000 };

it("after some failures the wait doubles with each, up to the longest, for that key alone", () => {
  const attempts = createAttempts(LIMITS);
  const waits = [0, 1, 2, 3, 4, 5, 6].map(() => {
    const wait = attempts.wait("anna", 0);
    attempts.begin("anna", 0);
    return wait;
  });
  expect(waits).toEqual([0, 0, 1_000, 2_000, 4_000, 5_000, 5_000]);
  expect(attempts.wait("anna", 4_000)).toBe(1_000);
  expect(attempts.wait("anna", 5_000)).toBe(0);
  expect(attempts.wait("bert", 0)).toBe(0);
});

it("a success, or an hour, makes failures forgotten", () => {
  const attempts = createAttempts({ ...LIMITS, longest: 86_400_000 });
  for (const _ of [1, 2, 3, 4]) attempts.begin("anna", 0);
  expect(attempts.wait("anna", 0)).toBe(4_000);
  attempts.succeed("anna");
  expect(attempts.wait("anna", 0)).toBe(0);
  for (let i = 0; i < 20; i++) attempts.begin("bert", 0);
  expect(attempts.wait("bert", 3_599_999)).toBeGreaterThan(0);
  expect(attempts.wait("bert", 3_600_000)).toBe(0);
});

it("no more than ten thousand keys are remembered, the latest ones", () => {
  const attempts = createAttempts({ ...LIMITS, free: 1 });
  for (let i = 0; i <= 10_000; i++) attempts.begin(String(i), 0);
  expect([attempts.wait("0", 0), attempts.wait("1", 0), attempts.wait("10000", 0)]).toEqual([
    0, 1_000, 1_000,
  ]);
});
