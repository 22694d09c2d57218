import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { atMostEvery } from "./at-most-every.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("calls at once, then no more than once in a while, and never forgets the last call", () => {
  const call = vi.fn<() => void>();
  const act = atMostEvery(1_000, call);
  act();
  expect(call).toHaveBeenCalledTimes(1);
  act();
  act();
  expect(call).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  expect(call).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5_000);
  expect(call).toHaveBeenCalledTimes(2);
  act();
  expect(call).toHaveBeenCalledTimes(3);
  act.stop();
});
