import { expect, test } from "vitest";
import type { BreachView } from "../../../src/schema/quality.ts";
import { breachText } from "./breach.ts";

const breach = (over: Partial<BreachView>): BreachView => ({
  id: "b",
  asset: "site1/press/line2/motor7",
  sensor: "temp",
  requirement: "pumps",
  kind: "gap",
  limit: [30_000],
  worst: 95_000,
  open: true,
  since: 0,
  ...over,
});

test.each([
  [{ kind: "coverage", limit: [0.9], worst: 0.2 }, "20 % of its messages came, 90 % are required"],
  [{ kind: "gap", limit: [30_000], worst: 7_200_000 }, "2 h without a message, 30 s are allowed"],
  [{ kind: "latency", limit: [500], worst: 3_000 }, "came after 3 s, 500 ms are allowed"],
  [{ kind: "range", limit: [0, 80], worst: 99.5 }, "99.5 is not within 0 and 80"],
  [{ kind: "stuck", limit: [300_000], worst: 360_000 }, "stood still for 6 min, 5 min are allowed"],
] as const)("%j is said in words", (over, text) => {
  expect(breachText(breach({ ...over, limit: [...over.limit] }))).toBe(text);
});
