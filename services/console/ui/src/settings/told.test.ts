import { expect, test } from "vitest";
import { toldText } from "./told.ts";

test("what a destination is told of is a sentence", () => {
  const all = {
    on: ["opened", "escalated"],
    severities: ["low", "medium", "high", "critical"],
    sites: [],
    owners: [],
  };
  expect(toldText(all)).toBe("When failures open or get more severe");
  expect(toldText({ ...all, severities: ["high", "critical"], sites: ["lyon", "ulm", "graz"] })).toBe(
    "When high and critical failures at lyon, ulm and graz open or get more severe",
  );
  expect(toldText({ ...all, on: ["escalated"], severities: ["critical"] })).toBe(
    "When critical failures get more severe",
  );
  expect(toldText({ ...all, on: ["data-quality"], owners: ["instruments"], sites: ["ulm"] })).toBe(
    "When data of instruments at ulm is not what is required",
  );
  expect(toldText({ ...all, on: ["opened", "data-quality"] })).toBe(
    "When failures open, and when data is not what is required",
  );
});
