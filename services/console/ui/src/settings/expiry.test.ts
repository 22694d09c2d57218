import { expect, test } from "vitest";
import { expiryOf } from "./expiry.ts";

const NOW = new Date(2026, 10, 27, 12, 0).getTime();

test("a token expires so many days from now, or never", () => {
  expect(expiryOf("90", "", NOW)).toBe(NOW + 90 * 86_400_000);
  expect(expiryOf("never", "", NOW)).toBe("never");
});

test("or at the end of a local date that is not over", () => {
  expect(expiryOf("date", "2026-11-27", NOW)).toBe(new Date(2026, 10, 28).getTime() - 1);
  expect(expiryOf("date", "2026-11-26", NOW)).toBeUndefined();
  expect(expiryOf("date", "", NOW)).toBeUndefined();
});
