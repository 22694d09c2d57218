import { expect, test } from "vitest";
import { mergeChanges } from "./live.ts";

const change = (topics: string[], assets: string[]) => ({ topics: new Set(topics), assets: new Set(assets) });

test("changes that come together are told as one", () => {
  const merged = mergeChanges(change(["failures"], ["a/b/c/1"]), change(["assets"], ["a/b/c/2"]));
  expect([...merged.topics]).toEqual(["failures", "assets"]);
  expect([...merged.assets]).toEqual(["a/b/c/1", "a/b/c/2"]);
});

test("if the assets of one are not known, those of the whole are not", () => {
  expect(mergeChanges(change(["failures"], []), change(["failures"], ["a/b/c/2"])).assets.size).toBe(0);
});
