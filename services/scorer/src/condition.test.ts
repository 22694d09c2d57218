import type { FeatureWindow } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { type Condition, type Observation, observe, UNKNOWN } from "./condition.ts";
import { clipped, repeat, temperature, vibration, windowOf, windowsOf } from "./fixture.ts";

const COMMISSIONING = { windows: 10 };

/** Observes windows in turn; the last observation. */
function after(windows: readonly FeatureWindow[], from: Condition = UNKNOWN, isHealthy = true): Observation {
  let last: Observation | undefined;
  for (const window of windows) last = observe(last?.condition ?? from, window, isHealthy, COMMISSIONING);
  if (last === undefined) throw new Error("no windows");
  return last;
}

const of = (levels: readonly number[]): FeatureWindow[] => windowsOf(levels).map(({ value }) => value);
const machine = (n: number, sensors: Parameters<typeof windowOf>[1]): FeatureWindow =>
  windowOf(n, sensors).value;

describe("an asset's condition", () => {
  it("is learned from healthy windows, as many as configured, and then frozen", () => {
    const statuses = [1, 9, 10, 11].map((count) => after(of(repeat(1, count))).status);
    expect(statuses).toEqual([
      { version: 1, frozen: false, windows: 1, state: "any" },
      { version: 1, frozen: false, windows: 9, state: "any" },
      { version: 1, frozen: true, windows: 10, state: "any" },
      { version: 1, frozen: true, windows: 10, state: "any" },
    ]);
  });

  it("is not learned from a window that is not healthy", () => {
    const before = after(of(repeat(1, 5)));
    const { condition, status } = after(of(repeat(9, 20)), before.condition, false);
    expect(condition.baseline).toBe(before.condition.baseline);
    expect(status).toMatchObject({ frozen: false, windows: 5 });
  });

  it("is left as it was by a window whose data is not to be trusted, which says why", () => {
    const before = after(of(repeat(1, 12)));
    const bad = observe(before.condition, machine(12, { vib: clipped(9) }), true, COMMISSIONING);
    expect(bad.condition).toBe(before.condition);
    expect(bad.reason).toBe("vib: clipped");
    const silent = observe(before.condition, machine(13, {}), true, COMMISSIONING);
    expect([silent.condition === before.condition, silent.reason]).toEqual([true, "no sensor was heard"]);
  });

  it("judges a window by the baseline before it: the one that completes the baseline is not judged yet", () => {
    const [last, next] = [10, 11].map((count) => after(of([...repeat(1, count - 1), 5])));
    expect(last?.judged.size).toBe(0);
    expect(last?.condition.history.short.every((z) => z === null)).toBe(true);
    expect([...(next?.judged ?? [])]).toEqual([
      "acceleration.rms",
      "acceleration.peak",
      "acceleration.kurtosis",
      "temperature.mean",
    ]);
  });

  it("is known as far as the least known sensor that is heard", () => {
    const { condition } = after(of(repeat(1, 10)));
    const both = { vib: vibration(1), bearing: temperature(50), late: vibration(1) };
    const observed = observe(condition, machine(10, both), true, COMMISSIONING);
    expect(observed.status).toMatchObject({ frozen: false, windows: 1 });
    expect(after(of([1]), observed.condition).status).toMatchObject({ frozen: true, windows: 10 });
  });

  it("is learned for each operating state by itself", () => {
    const states = { sensor: "load", bounds: [50] };
    const at = (n: number, load: number): FeatureWindow => {
      const scalar = { ...temperature(0), quantity: "scalar" as const, features: { median: load, std: 1 } };
      return machine(n, { vib: vibration(1), load: scalar });
    };
    let condition = UNKNOWN;
    for (let n = 0; n < 10; n++)
      ({ condition } = observe(condition, at(n, 20), true, { ...COMMISSIONING, states }));
    const high = observe(condition, at(10, 80), true, { ...COMMISSIONING, states });
    expect(high.status).toMatchObject({ state: "load from 50", frozen: false, windows: 1 });
    expect(high.judged.size).toBe(0);
    const low = observe(high.condition, at(11, 20), true, { ...COMMISSIONING, states });
    expect(low.status).toMatchObject({ state: "load below 50", frozen: true, windows: 10 });
  });

  it("does not change what it was given", () => {
    const { condition } = after(of(repeat(1, 9)));
    const before = JSON.stringify(condition);
    after(of([1, 2, 3]), condition);
    expect(JSON.stringify(condition)).toBe(before);
    expect(UNKNOWN).toEqual({
      baseline: { version: 1, since: null, states: {} },
      history: { short: [], long: [] },
      modes: {},
      vibrates: false,
      impacts: [],
      process: { sensors: {}, isOff: false },
    });
  });
});
