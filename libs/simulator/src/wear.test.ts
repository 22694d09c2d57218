import { describe, expect, it } from "vitest";
import { createMachine } from "./create-machine.ts";
import { runInAt, wearAt } from "./wear.ts";

const machines = Array.from({ length: 50 }, (_, seed) => createMachine({ seed }));

describe("wear over life", () => {
  it("goes from 0 to 1, never back, and stays there", () => {
    for (const machine of machines) {
      const wears = Array.from({ length: 101 }, (_, i) => wearAt(machine, i / 100));
      expect(wears[0]).toBe(0);
      expect(wears[100]).toBe(1);
      expect(wears.every((w, i) => i === 0 || w >= (wears[i - 1] ?? 1))).toBe(true);
      expect([wearAt(machine, -1), wearAt(machine, 2)]).toEqual([0, 1]);
    }
  });

  it("is small for the first half of every life and does most of its work at the end", () => {
    for (const machine of machines) {
      expect(wearAt(machine, 0.5)).toBeLessThan(0.05);
      expect(wearAt(machine, 0.95)).toBeGreaterThan(wearAt(machine, 0.9));
    }
  });

  it("differs between machines", () => {
    const late = machines.map((machine) => wearAt(machine, 0.85));
    expect(Math.max(...late) - Math.min(...late)).toBeGreaterThan(0.3);
  });
});

describe("running in", () => {
  it("is over within the first part of life, and some machines come run in", () => {
    const fresh = machines.filter((machine) => runInAt(machine, 0) > 0);
    expect(fresh.length).toBeGreaterThan(10);
    expect(fresh.length).toBeLessThan(40);
    for (const machine of machines) {
      expect(runInAt(machine, 0.3)).toBeLessThan(0.01);
      expect(runInAt(machine, 0.02)).toBeLessThanOrEqual(runInAt(machine, 0.01));
    }
    for (const machine of fresh) expect([runInAt(machine, -1), runInAt(machine, 0)]).toEqual([1, 1]);
  });
});
