import { describe, expect, it } from "vitest";
import { conditionAt } from "./condition.ts";
import { createMachine } from "./create-machine.ts";
import { BEARING_FAULTS, FAULTS } from "./fault.ts";
import { temperature } from "./temperature.ts";

const SEEDS = Array.from({ length: 50 }, (_, seed) => seed);
const machines = SEEDS.map((seed) => createMachine({ seed, ambient: 25 }));
const HOUR = 3_600;
const HEALTHY = { wear: 0 };

describe("simulated temperature", () => {
  it("starts at ambient and warms up to some 8 to 45 Cel above it", () => {
    for (const machine of machines) {
      expect(Math.abs(temperature(machine, HEALTHY, 0, 0) - 25)).toBeLessThan(machine.day.amplitude + 0.5);
      const warm = temperature(machine, HEALTHY, 10 * HOUR) - 25;
      expect(warm).toBeGreaterThan(3);
      expect(warm).toBeLessThan(51);
    }
  });

  it("has 63 % of its rise after one time constant", () => {
    for (const machine of machines) {
      const { constant } = machine.thermal;
      const cold = temperature(machine, HEALTHY, HOUR, 0);
      const share =
        (temperature(machine, HEALTHY, HOUR, constant) - cold) / (temperature(machine, HEALTHY, HOUR) - cold);
      expect(Math.abs(share - (1 - Math.exp(-1)))).toBeLessThan(0.1);
    }
  });

  it("is warmest in the afternoon, by the amplitude of the machine's hall, up to 4 Cel", () => {
    for (const { thermal, ...machine } of machines) {
      const steady = { ...machine, thermal: { ...thermal, wander: 0 } };
      const { amplitude, warmest } = machine.day;
      expect(warmest).toBeGreaterThanOrEqual(13 * HOUR);
      expect(warmest).toBeLessThanOrEqual(17 * HOUR);
      const swing = temperature(steady, HEALTHY, warmest) - temperature(steady, HEALTHY, warmest + 12 * HOUR);
      expect(Math.abs(swing - 2 * amplitude)).toBeLessThan(0.8);
      expect(amplitude).toBeLessThanOrEqual(4);
    }
  });

  it("rises with load and speed, and so it does where nothing is worn", () => {
    for (const machine of machines) {
      const at = (speed: number, load: number): number =>
        temperature(machine, { wear: 0, speed, load }, HOUR);
      const rise = at(1, 1) - temperature(machine, HEALTHY, HOUR, 0);
      expect(at(1, 1) - at(1, 0.5)).toBeGreaterThan(0.2 * rise - 0.5);
      expect(at(1, 1) - at(0.5, 1)).toBeGreaterThan(0.4 * rise - 0.5);
    }
  });

  it("rises with the wear of a bearing by 4 Cel or more, and is the same for the same arguments", () => {
    for (const fault of BEARING_FAULTS)
      for (const seed of SEEDS) {
        const machine = createMachine({ seed, fault });
        const rise = temperature(machine, { wear: 1 }, HOUR) - temperature(machine, HEALTHY, HOUR);
        expect(rise).toBeGreaterThan(3.9);
        expect(temperature(machine, { wear: 0.3 }, 12.5)).toBe(temperature(machine, { wear: 0.3 }, 12.5));
      }
  });

  it("of a machine that is overheating reaches 95 Cel or more at the end, of no other so soon", () => {
    for (const fault of FAULTS)
      for (const seed of SEEDS) {
        const machine = createMachine({ seed, fault });
        const hours = [0, 6, 12, 18].map((hour) =>
          temperature(machine, conditionAt(machine, 1, hour * HOUR), hour * HOUR),
        );
        if (fault === "overheating") {
          expect(Math.min(...hours)).toBeGreaterThan(95);
          expect(temperature(machine, { wear: 0.5 }, HOUR)).toBeGreaterThan(
            temperature(machine, HEALTHY, HOUR) + 10,
          );
        } else expect(Math.max(...hours)).toBeLessThan(103);
      }
  });

  it("of a new machine that runs in is some degrees higher", () => {
    for (const machine of machines) {
      const more = temperature(machine, { wear: 0, runIn: 1 }, HOUR) - temperature(machine, HEALTHY, HOUR);
      expect(more).toBeCloseTo(machine.runIn.heat, 6);
    }
  });
});
