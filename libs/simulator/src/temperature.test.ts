import { describe, expect, it } from "vitest";
import { createMachine } from "./machine.ts";
import { temperature } from "./temperature.ts";

const machines = Array.from({ length: 50 }, (_, seed) => createMachine({ seed, ambient: 25 }));
const HOUR = 3_600;

describe("simulated temperature", () => {
  it("starts at ambient and warms up to some 8 to 45 Cel above it", () => {
    for (const machine of machines) {
      expect(Math.abs(temperature(machine, 0, 0) - 25)).toBeLessThan(1);
      const warm = temperature(machine, 0, 10 * HOUR) - 25;
      expect(warm).toBeGreaterThan(5);
      expect(warm).toBeLessThan(48);
    }
  });

  it("has 63 % of its rise after one time constant", () => {
    const [machine] = machines;
    if (machine === undefined) throw new Error("no machine");
    const { rise, constant, wander } = machine.thermal;
    const share = (temperature(machine, 0, constant) - 25) / rise;
    expect(Math.abs(share - (1 - Math.exp(-1)))).toBeLessThan((wander + 0.5) / rise);
  });

  it("rises with wear, and is the same for the same arguments", () => {
    for (const machine of machines) {
      expect(temperature(machine, 1, HOUR) - temperature(machine, 0, HOUR)).toBeGreaterThan(3.9);
      expect(temperature(machine, 0.3, 12.5)).toBe(temperature(machine, 0.3, 12.5));
    }
  });
});
