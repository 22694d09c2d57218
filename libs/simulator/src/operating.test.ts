import { describe, expect, it } from "vitest";
import { createMachine } from "./create-machine.ts";
import { operating, type Profile } from "./operating.ts";
import { heatOf } from "./scaling.ts";

const fleet = (profile: Profile) => Array.from({ length: 8 }, (_, seed) => createMachine({ seed, profile }));

/** Every minute of two days. */
const minutes = Array.from({ length: 48 * 60 }, (_, i) => 60 * i);

const changes = (values: readonly number[]): number[] =>
  values.slice(1).map((v, i) => v - (values[i] ?? NaN));
const most = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

describe("how a machine is operated", () => {
  it("is constant by default, but for tiny changes, and louder or softer by 10 to 20 % over hours", () => {
    for (let seed = 0; seed < 8; seed++) {
      const machine = createMachine({ seed });
      const points = minutes.map((time) => operating(machine, time));
      expect(most(points.map(({ speed }) => speed - 1))).toBeLessThan(0.005);
      expect(most(points.map(({ load }) => load - 1))).toBeLessThan(0.05);
      const gains = points.map(({ gain }) => gain);
      expect(most(gains.map((gain) => gain - 1))).toBeLessThan(0.2);
      expect(Math.max(...gains) - Math.min(...gains)).toBeGreaterThan(0.05);
      expect(most(changes(gains)), "within a minute").toBeLessThan(0.01);
    }
  });

  it.each(["steps", "wandering"] as const)(
    "in %s stays within 0.5 to 1.1 of speed and 0.3 to 1.1 of load",
    (profile) => {
      for (const machine of fleet(profile)) {
        const points = minutes.map((time) => operating(machine, time));
        const speeds = points.map((point) => point.speed);
        expect(Math.min(...speeds)).toBeGreaterThanOrEqual(0.5);
        expect(Math.max(...speeds)).toBeLessThanOrEqual(1.1);
        expect(Math.min(...points.map((point) => point.load))).toBeGreaterThanOrEqual(0.3);
        expect(Math.max(...points.map((point) => point.load))).toBeLessThanOrEqual(1.1);
        expect(Math.max(...speeds) - Math.min(...speeds)).toBeGreaterThan(0.05);
      }
    },
  );

  it("in steps has a few points, where it dwells for minutes to hours", () => {
    for (const machine of fleet("steps")) {
      const speeds = minutes.map((time) => operating(machine, time).speed);
      expect(new Set(speeds).size).toBeLessThanOrEqual(4);
      const steps = changes(speeds).filter((change) => change !== 0).length;
      expect(steps).toBeGreaterThan(2);
      expect(steps).toBeLessThan(48 * 6);
    }
  });

  it("wandering has no steps", () => {
    for (const machine of fleet("wandering")) {
      const speeds = minutes.map((time) => operating(machine, time).speed);
      expect(most(changes(speeds))).toBeLessThan(0.05);
    }
  });

  it("is a function of machine and time alone, in any order, also before time 0", () => {
    const [machine = createMachine({ seed: 0 })] = fleet("steps");
    const times = [-1e5, 7, 1e5, 1.7e9];
    const forth = times.map((time) => operating(machine, time));
    const back = times
      .toReversed()
      .map((time) => operating(createMachine({ seed: 0, profile: "steps" }), time));
    expect(back.toReversed()).toEqual(forth);
  });

  it("heats the housing as late as its time constant: by about two thirds after one", () => {
    let seen = 0;
    for (const machine of fleet("steps")) {
      const points = minutes.map((time) => operating(machine, time));
      const heats = points.map(heatOf);
      const constant = Math.ceil(machine.thermal.constant / 60);
      const still = (from: number, to: number): boolean => most(changes(heats.slice(from, to))) === 0;
      for (let i = 5 * constant; i + constant < heats.length; i++) {
        const [from = 0, to = 0] = [heats[i - 1], heats[i]];
        if (Math.abs(to - from) < 0.1 || !still(i - 5 * constant, i) || !still(i, i + constant)) continue;
        const share = (at: number): number => ((points[at]?.heat ?? NaN) - from) / (to - from);
        // 1 − 1/e = 0.63 of it is due then; it may come a fifth of the constant late.
        expect(share(i + constant)).toBeGreaterThan(0.5);
        expect(share(i + constant)).toBeLessThan(0.7);
        expect(share(i)).toBeLessThan(0.15);
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(3);
  });
});
