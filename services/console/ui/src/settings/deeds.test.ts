import { expect, test } from "vitest";
import { timeText } from "../parts/format.ts";
import { deedText, detailOf } from "./deeds.ts";

test("what was done is said in words, also what a newer server has done", () => {
  expect(deedText("login-failed")).toBe("Could not log in");
  expect(deedText("feedback.shelve")).toBe("Shelved");
  expect(deedText("model.promote")).toBe("Promoted a model");
  expect(deedText("asset.moved-away")).toBe("Asset moved away");
});

test("a detail is read name by name, with times as times", () => {
  const at = new Date(2026, 10, 27, 12, 5).getTime();
  expect(detailOf({ from: "viewer", to: "engineer", expiresAt: at, delivered: false, sessions: 3 })).toEqual({
    facts: [
      ["from", "viewer"],
      ["to", "engineer"],
      ["expires at", timeText(at)],
      ["delivered", "no"],
      ["sessions", "3"],
    ],
    more: [],
  });
});

test("what is too much for a line is kept for who asks", () => {
  expect(detailOf({ targets: [{ asset: "a" }, { asset: "b" }] })).toEqual({
    facts: [],
    more: [["2 targets", '[\n  {\n    "asset": "a"\n  },\n  {\n    "asset": "b"\n  }\n]']],
  });
  expect(detailOf(undefined)).toEqual({ facts: [], more: [] });
  expect(detailOf("text")).toEqual({ facts: [["detail", "text"]], more: [] });
});
