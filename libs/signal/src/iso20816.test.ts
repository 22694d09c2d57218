import { expect, it } from "vitest";
import { isoZone } from "./iso20816.ts";

it.each([
  [1, "rigid", [2.3, 4.5, 7.1]],
  [1, "flexible", [3.5, 7.1, 11]],
  [2, "rigid", [1.4, 2.8, 4.5]],
  [2, "flexible", [2.3, 4.5, 7.1]],
] as const)("changes zones of group %i, %s, at %s mm/s", (group, foundation, boundaries) => {
  expect(isoZone(0, group, foundation)).toBe("A");
  expect(boundaries.map((v) => isoZone(v, group, foundation)).join("")).toBe("ABC");
  expect(boundaries.map((v) => isoZone(v + 0.001, group, foundation)).join("")).toBe("BCD");
});
