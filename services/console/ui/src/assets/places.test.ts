import { expect, test } from "vitest";
import { healthCounts, holds, placeTree } from "./places.ts";

const place = (path: string) => ({ path, assets: 1, health: { normal: 1 } });

test("places are nested: sites, areas, lines", () => {
  const [brno, lyon] = placeTree(["lyon", "lyon/press", "lyon/press/line2", "brno"].map(place));
  expect(lyon?.inner[0]?.inner[0]).toMatchObject({ name: "line2", path: "lyon/press/line2", inner: [] });
  expect(brno).toMatchObject({ name: "brno", inner: [] });
});

test("places are in the order of their numbers", () => {
  expect(placeTree(["a/line10", "a/line2", "a"].map(place))[0]?.inner.map(({ name }) => name)).toEqual([
    "line2",
    "line10",
  ]);
});

test("the health of a place is told worst first, without what is normal", () => {
  expect(healthCounts({ normal: 90, silent: 2, critical: 1, high: 0 })).toEqual([
    { health: "critical", count: 1 },
    { health: "silent", count: 2 },
  ]);
});

test("a place holds itself and what is in it, not what is called alike", () => {
  expect(holds("lyon/press", "lyon/press/line2")).toBe(true);
  expect(holds("lyon/press", "lyon/press")).toBe(true);
  expect(holds("lyon/press", "lyon/press2")).toBe(false);
});
