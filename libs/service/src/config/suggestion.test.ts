import { describe, expect, it } from "vitest";
import { didYouMean, editDistance } from "./suggestion.ts";

describe("the edit distance", () => {
  // kitten → sitting is the textbook case of the Levenshtein distance; "ca" → "ac" is one swap.
  it.each([
    ["kitten", "sitting", 3],
    ["ca", "ac", 1],
    ["", "abc", 3],
    ["port", "port", 0],
  ])("from %j to %j is %d", (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe("did you mean", () => {
  const known = ["path", "shaftSpeed", "machineGroup", "limits"];
  it.each([
    ["shaftspeed", "shaftSpeed"],
    ["shaft_speed", "shaftSpeed"],
    ["limit", "limits"],
    ["ptah", "path"],
  ])("%j is taken for %j", (word, meant) => expect(didYouMean(word, known)).toBe(meant));
  it("says nothing rather than something far-fetched", () => {
    expect(didYouMean("colour", known)).toBeUndefined();
    expect(didYouMean("port", [])).toBeUndefined();
  });
});
