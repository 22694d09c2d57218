import { expect, test } from "vitest";
import type { FailureSummary, Flood } from "../../../src/schema/failure.ts";
import { indexOf, keepPlace, keysBetween, type Row, rowsOf, windowOf } from "./rows.ts";

const failure = (id: string): FailureSummary => ({
  id,
  asset: `s/a/l/${id}`,
  class: "motor",
  severity: "high",
  state: "unacknowledged",
  open: true,
  openedAt: 0,
  updatedAt: 0,
  revision: 1,
  basis: "model",
  risk: 0.5,
  trend: [],
});
const flood: Flood = {
  id: "s/a/l@1",
  line: "s/a/l",
  severity: "high",
  openedAt: 0,
  updatedAt: 0,
  action: "",
  members: 2,
  unacknowledged: 2,
  assets: [],
};
const list = (...ids: string[]): readonly Row[] =>
  rowsOf(
    ids.map((id) => ({ failure: failure(id) })),
    new Map(),
  );

test("a flood that is open is followed by its members", () => {
  const items = [{ failure: failure("a") }, { flood }, { failure: failure("d") }];
  const members = new Map([[flood.id, [failure("b"), failure("c")]]]);
  expect(rowsOf(items, new Map()).map((row) => row.key)).toEqual(["a", "flood s/a/l@1", "d"]);
  expect(rowsOf(items, members).map((row) => row.key)).toEqual(["a", "flood s/a/l@1", "b", "c", "d"]);
});

test("the place stays with its failure, wherever that goes", () => {
  const before = list("a", "b", "c");
  const after = list("x", "c", "b", "a");
  expect(keepPlace(before, after, "b")).toBe("b");
  expect(indexOf(after, "b")).toBe(2);
});

test("if its failure is gone the place is on the next one, at the end on the one before", () => {
  const before = list("a", "b", "c", "d");
  expect(keepPlace(before, list("a", "d"), "b")).toBe("d");
  expect(keepPlace(before, list("a", "b"), "d")).toBe("b");
  expect(keepPlace(before, list("x"), "b")).toBeUndefined();
});

test("no place stays no place, and one that was not seen yet is kept", () => {
  expect(keepPlace(list("a"), list("a"), undefined)).toBeUndefined();
  expect(keepPlace([], list("a"), "later")).toBe("later");
});

test("a range is taken in both directions", () => {
  const rows = list("a", "b", "c", "d");
  expect(keysBetween(rows, "b", "d")).toEqual(["b", "c", "d"]);
  expect(keysBetween(rows, "d", "b")).toEqual(["b", "c", "d"]);
  expect(keysBetween(rows, undefined, "b")).toEqual(["b"]);
});

test("only what is seen is shown, with some more on both sides", () => {
  expect(windowOf(1_000, { top: 3_600, height: 720, row: 36 })).toEqual({ first: 90, last: 130 });
  expect(windowOf(5, { top: -100, height: 720, row: 36 })).toEqual({ first: 0, last: 5 });
  expect(windowOf(5, { top: 90_000, height: 720, row: 36 })).toEqual({ first: 5, last: 5 });
});
