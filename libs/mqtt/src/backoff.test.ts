import { PresageError } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { retryDelay } from "./backoff.ts";

const policy = { firstMs: 100, maxMs: 1_000, refusedMs: 30_000 };
const unreachable = new PresageError("MQTT_UNREACHABLE", "away");

describe("the delay before the next attempt", () => {
  it("doubles with each failure in a row up to the greatest", () => {
    // With random = 1 the delay is the ceiling: 100, 200, 400, 800, then the cap of 1,000.
    expect([1, 2, 3, 4, 5, 1_000].map((n) => retryDelay(policy, unreachable, n, 1))).toEqual([
      100, 200, 400, 800, 1_000, 1_000,
    ]);
  });

  it("is spread over the upper half of the ceiling", () => {
    expect(retryDelay(policy, unreachable, 3, 0)).toBe(200);
    expect(retryDelay(policy, unreachable, 3, 0.5)).toBe(300);
  });

  it("is long at once after a refusal, which only a person can mend", () => {
    expect(retryDelay(policy, new PresageError("MQTT_REFUSED", "no"), 1, 1)).toBe(30_000);
  });
});
