import { expect, test } from "vitest";
import { keyAction } from "./keys.ts";

const key = (name: string, shiftKey = false) => ({
  key: name,
  shiftKey,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
});

test("arrows move the cursor among the points that are seen", () => {
  expect(keyAction(key("ArrowRight"), 5, [0, 9], [0, 1])).toEqual({ cursor: 6 });
  expect(keyAction(key("ArrowLeft", true), 5, [2, 9], [0, 1])).toEqual({ cursor: 2 });
  expect(keyAction(key("ArrowRight"), undefined, [2, 9], [0, 1])).toEqual({ cursor: 2 });
  expect(keyAction(key("ArrowLeft"), undefined, [2, 9], [0, 1])).toEqual({ cursor: 9 });
});

test("plus zooms into what is under the cursor, or the middle, minus out of it, Escape shows all", () => {
  expect(keyAction(key("+"), 5, [0, 9], [0, 100])).toEqual({ view: [25, 75] });
  expect(keyAction(key("-"), 5, [0, 9], [25, 75])).toEqual({ view: [0, 100] });
  expect(keyAction(key("+"), 5, [0, 9], [0, 100], 20)).toEqual({ view: [10, 60] });
  expect(keyAction(key("Escape"), 5, [0, 9], [0, 100])).toEqual({ view: undefined });
});

test("keys of the browser and others are left alone", () => {
  expect(keyAction({ ...key("+"), ctrlKey: true }, 5, [0, 9], [0, 1])).toBeUndefined();
  expect(keyAction(key("a"), 5, [0, 9], [0, 1])).toBeUndefined();
});
