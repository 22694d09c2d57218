import { describe, expect, it } from "vitest";
import { createMachine } from "./machine.ts";
import { wearAt } from "./wear.ts";

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
