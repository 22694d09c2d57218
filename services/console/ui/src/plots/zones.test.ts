import { expect, test } from "vitest";
import { isoZones, zoneCeiling } from "./zones.ts";

// Boundaries of ISO 20816-3 from secondary sources, as in @presage/signal.
test.each([
  [1, "rigid", 2.3, 4.5, 7.1],
  [1, "flexible", 3.5, 7.1, 11],
  [2, "rigid", 1.4, 2.8, 4.5],
  [2, "flexible", 2.3, 4.5, 7.1],
])("zones of group %i on a %s foundation", (group, foundation, ab, bc, cd) => {
  expect(isoZones(group, foundation)).toEqual([
    { name: "A", from: 0, to: ab },
    { name: "B", from: ab, to: bc },
    { name: "C", from: bc, to: cd },
    { name: "D", from: cd, to: Infinity },
  ]);
});

test("there are none of a group that there is not", () => {
  expect(isoZones(3, "rigid")).toEqual([]);
});

test("the axis shows the next boundary above the data", () => {
  const zones = isoZones(2, "rigid");
  expect(zoneCeiling(zones, 0.4)).toBeCloseTo(1.2 * 1.4, 9);
  expect(zoneCeiling(zones, 2)).toBeCloseTo(1.2 * 2.8, 9);
  expect(zoneCeiling(zones, 9)).toBeCloseTo(1.2 * 9, 9);
});
