import { readFileSync } from "node:fs";
import { plan, TYPICAL } from "@presage/scale";
import { describe, expect, it } from "vitest";
import { scenariosOf, systemOf } from "./scale/scenarios.ts";
import { simulate } from "./scale/simulation.ts";
import { PAGE, planTables, readUnits, withTable } from "./scale/tables.ts";

const units = readUnits();

describe("docs/scaling.md", () => {
  it.each(planTables(units))("has of %s plants what the planner makes of the unit costs", (name, table) => {
    const page = readFileSync(PAGE, "utf8");
    expect(withTable(page, name, table)).toBe(page);
  });
});

describe("the simulation of a small plant", () => {
  const planned = plan({ ...TYPICAL, assets: 1_000 }, units);
  const system = systemOf(planned, units);
  const [death] = scenariosOf(planned, system.groups);
  if (death === undefined) throw new Error("no scenario");
  const { rate, seconds, changes, begin } = death;
  const points = simulate({ ...system, rate }, seconds, { changes });

  it("is the same for the same seed, and another for another", () => {
    expect(simulate({ ...system, rate }, 60, { changes })).toEqual(points.filter(({ time }) => time <= 60));
    expect(simulate({ ...system, rate }, 60, { changes, seed: 2 })).not.toEqual(
      points.filter(({ time }) => time <= 60),
    );
  });

  it("has no lag but what is under way before the only process of each service dies", () => {
    const before = points.filter(({ time }) => time > 10 && time < begin);
    for (const { groups, p99 } of before) {
      expect(Math.max(...groups.map(({ lag }) => lag))).toBeLessThan(rate(0));
      expect(p99).toBeLessThan(1);
    }
  });

  it("loses nothing of what waits while nobody works on it", () => {
    const [dead] = points.filter(({ time }) => time > begin + 20);
    // All that came since: 20 s of the load, within what chance makes of it.
    const waiting = dead?.groups[0]?.lag ?? 0;
    expect(waiting / (20 * rate(0))).toBeGreaterThan(0.9);
    expect(waiting / (20 * rate(0))).toBeLessThan(1.2);
    const last = points.at(-1);
    expect(Math.max(...(last?.groups.map(({ lag }) => lag) ?? [Infinity]))).toBeLessThan(rate(0));
  });
});
