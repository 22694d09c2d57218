import { describe, expect, it } from "vitest";
import type { Baselines, Reading } from "./baseline.ts";
import { windowOf } from "./fixture.ts";
import { deviation, deviations, follow, type History, isDeviation, NO_HISTORY } from "./history.ts";
import { INDICATOR_NAMES } from "./indicators.ts";

const at = (indicator: string): number => INDICATOR_NAMES.indexOf(indicator);

/** Norms with one location and scale for the first indicators of a sensor. */
const norms = (location: (number | null)[], scale: (number | null)[]): Baselines[string] => ({
  windows: 5,
  norms: { location, scale },
});

describe("deviations from a baseline", () => {
  const baselines: Baselines = {
    x: norms([0, 0, Math.log(3)], [0.5, 0.5, 0.15]),
    y: norms([1], [0.5]),
    t: norms([50, null], [4, null]),
    speed: norms([1_500], [30]),
    fresh: { windows: 2, readings: [] },
  };
  const of = (sensors: Parameters<typeof windowOf>[0]): Reading => deviations(windowOf(sensors), baselines);

  it("are of each indicator the worst over the sensors, in robust standard deviations of each", () => {
    const z = of({ x: ["acceleration", { rms: Math.E }], y: ["acceleration", { rms: Math.E ** 4 }] });
    expect(z[at("acceleration.rms")]).toBeCloseTo(6, 12); // x: (1 − 0)/0.5, y: (4 − 1)/0.5
  });

  it("are null for what is missing in the window or the baseline, and while a sensor is learned", () => {
    const z = of({
      t: ["temperature", { mean: 58, slope: 3 }],
      fresh: ["acceleration", { rms: 1 }],
      stranger: ["acceleration", { rms: 1 }],
    });
    expect(z[at("temperature.mean")]).toBe(2);
    expect(z.filter((value) => value !== null)).toHaveLength(1);
    expect(z).toHaveLength(INDICATOR_NAMES.length);
  });

  it("count on both sides where less is as odd as more", () => {
    const slow = of({ speed: ["scalar", { median: 1_410 }], t: ["temperature", { mean: 38 }] });
    expect(slow[at("scalar.median")]).toBe(3);
    expect(slow[at("temperature.mean")]).toBe(-3);
  });

  it("are not told apart beyond 30", () => {
    const far = of({ t: ["temperature", { mean: 1e6 }], x: ["acceleration", { rms: 1e-9, peak: 1e9 }] });
    expect([far[at("temperature.mean")], far[at("acceleration.rms")]]).toEqual([30, -30]);
    expect(far[at("acceleration.peak")]).toBe(30);
  });
});

describe("a history", () => {
  const width = INDICATOR_NAMES.length;
  const rms = at("acceleration.rms");
  /** One window in which the RMS deviates by so much, or is missing. */
  const z = (value: number | null): Reading => INDICATOR_NAMES.map((_, i) => (i === rms ? value : null));
  const after = (values: readonly (number | null)[], from: History = NO_HISTORY): History =>
    values.reduce<History>((history, value) => follow(history, z(value)), from);
  const view = (history: History, name: string) => deviation(history, `acceleration.rms@${name}`);

  it("keeps the last deviation, an exponential mean, and how far the one has risen over the other", () => {
    expect(view(after([1, 2, 3]), "short")).toBe(3);
    // By hand, weight 0.065: 0.65, then 0.65 + 0.065 · 9.35 = 1.25775, rounded 1.258, then 1.826.
    const history = after([10, 10, 10]);
    expect(view(history, "long")).toBe(1.826);
    expect(view(history, "rise")).toBeCloseTo(8.174, 12);
    expect(view(after(Array<number>(200).fill(10)), "long")).toBeCloseTo(10, 1);
  });

  it("stays as it was where an indicator is missing", () => {
    const before = after([3, 4, 5]);
    expect(after([null, null, null], before)).toEqual(before);
    expect(view(after([null]), "short")).toBeUndefined();
  });

  it("knows views of indicators, and nothing else", () => {
    expect(isDeviation("acceleration.rms@short")).toBe(true);
    expect(isDeviation("scalar.median@rise")).toBe(true);
    for (const name of ["acceleration.rms", "acceleration.rms@soon", "acceleration.loudness@short"])
      expect(isDeviation(name)).toBe(false);
    expect(isDeviation("acceleration.rms@constructor")).toBe(false);
    expect(deviation(after([1, 2, 3]), "acceleration.rms")).toBeUndefined();
    expect(deviation(after([1, 2, 3]), "acceleration.loudness@short")).toBeUndefined();
  });

  it("is the same after a restart from the log, bit for bit, wherever it falls", () => {
    const values = [
      -0.0003,
      -0.0002,
      -0.0004,
      ...Array.from({ length: 40 }, (_, i) => Math.sin(i) * 7 + i / 3),
    ];
    const undisturbed = after(values);
    const restarted = values.reduce<History>(
      (history, value) => JSON.parse(JSON.stringify(follow(history, z(value)))) as History,
      NO_HISTORY,
    );
    expect(restarted).toEqual(undisturbed);
    expect(JSON.parse(JSON.stringify(after([-0.0003, -0.0003])))).toEqual(after([-0.0003, -0.0003]));
    for (const name of ["short", "long", "rise"])
      expect(Object.is(view(restarted, name), view(undisturbed, name))).toBe(true);
  });

  it("is small", () => {
    const window = Array.from({ length: width }, (_, i) => -10.123 - i / 7);
    const history = [1, 2, 3, 4].reduce<History>((before) => follow(before, window), NO_HISTORY);
    expect(Buffer.byteLength(JSON.stringify(history))).toBeLessThan(1_000);
  });
});
