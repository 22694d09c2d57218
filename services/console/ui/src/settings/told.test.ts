import { expect, test } from "vitest";
import { toldText } from "./told.ts";

test("what a destination is told of is a sentence", () => {
  const all = { on: ["opened", "escalated"], severities: ["low", "medium", "high", "critical"], sites: [] };
  expect(toldText(all)).toBe("When failures open or get more severe");
  expect(toldText({ ...all, severities: ["high", "critical"], sites: ["lyon", "ulm", "graz"] })).toBe(
    "When high and critical failures at lyon, ulm and graz open or get more severe",
  );
  expect(toldText({ ...all, on: ["escalated"], severities: ["critical"] })).toBe(
    "When critical failures get more severe",
  );
});
