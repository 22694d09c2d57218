import { expect, it } from "vitest";
import { CATALOGUE } from "./catalogue.ts";

it("names every feature of a quantity once", () => {
  const names = CATALOGUE.map((f) => `${f.quantity}.${f.name}`);
  expect(new Set(names).size).toBe(names.length);
});

it("says unit, formula and source of every feature", () => {
  for (const f of CATALOGUE) expect([f.unit, f.formula, f.source], f.name).not.toContain("");
});
