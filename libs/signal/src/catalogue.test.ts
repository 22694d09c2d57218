import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { CATALOGUE, CATALOGUE_VERSION } from "./catalogue.ts";

it("names every feature of a quantity once", () => {
  const names = CATALOGUE.map((f) => `${f.quantity}.${f.name}`);
  expect(new Set(names).size).toBe(names.length);
});

it("says unit, formula and source of every feature", () => {
  for (const f of CATALOGUE) expect([f.unit, f.formula, f.source], f.name).not.toContain("");
});

it("has the version of what it says: who changes the one changes the other", () => {
  const said = CATALOGUE.map(({ quantity, name, unit, over, formula }) => [
    quantity,
    name,
    unit,
    over,
    formula,
  ]);
  const digest = createHash("sha256").update(JSON.stringify(said)).digest("hex").slice(0, 12);
  expect([CATALOGUE_VERSION, digest]).toEqual(["1.0", "e42db9a3c5b2"]);
});
