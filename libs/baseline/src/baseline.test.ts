import type { FeatureWindow } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { type AssetBaseline, learn, reset, UNLEARNED } from "./baseline.ts";
import { windowOf } from "./fixture.ts";
import { INDICATORS } from "./indicators.ts";

const ANY = "any";

/** Learns from windows one by one. */
const learned = (windows: readonly FeatureWindow[], count: number, state = ANY): AssetBaseline =>
  windows.reduce((baseline, window) => learn(baseline, state, window, count), UNLEARNED);

const temperatures = (values: readonly number[]): FeatureWindow[] =>
  values.map((mean, n) => windowOf({ t: ["temperature", { mean }] }, n));

const baselineOf = (asset: AssetBaseline, sensor: string, state = ANY) => asset.states[state]?.[sensor];

describe("learning a baseline", () => {
  it("takes the median, and the MAD × 1.4826 with the indicator's spread added in squares", () => {
    // By hand: median of 40 50 52 53 90 is 52, of |x − 52| = 12 2 0 1 38 it is 2; hypot(1.4826 · 2, 4) = 4.979.
    const { norms } = baselineOf(learned(temperatures([50, 90, 40, 52, 53]), 5), "t") ?? {};
    expect(norms).toEqual({ location: [52, null], scale: [4.979, null] });
  });

  it("takes the ninth decile for the scale of what is impulsive, high in some windows", () => {
    // By hand: of 14 times 1 and 6 times 2 the median is 1, the MAD 0, the ninth decile 2; hypot(2/1.2816, 0.5) = 1.639.
    const windows = (name: string, other: number) =>
      [...Array<number>(14).fill(1), ...Array<number>(6).fill(other)].map((value, n) =>
        windowOf({ v: ["acceleration", { [name]: value }] }, n),
      );
    const scaleOf = (name: string, other: number) =>
      baselineOf(learned(windows(name, other), 20), "v")?.norms?.scale.find((scale) => scale !== null);
    expect(scaleOf("band_kurtosis", 3)).toBe(1.639);
    expect(scaleOf("band_kurtosis", -3)).toBe(0.5);
    expect(scaleOf("rms", 3)).toBe(0.2);
  });

  it("takes the logarithm of amplitudes first", () => {
    // numpy: x = log([1, 2, 4, 8, 16]); median(x) = 1.3863; hypot(1.4826 * median(abs(x - 1.3863)), 0.2) = 1.047.
    const windows = [4, 1, 16, 2, 8].map((rms, n) => windowOf({ v: ["acceleration", { rms }] }, n));
    const { norms } = baselineOf(learned(windows, 5), "v") ?? {};
    expect([norms?.location[0], norms?.scale[0]]).toEqual([1.3863, 1.047]);
  });

  it("gives a scalar at least a fiftieth of its location as scale, and one that rests at zero some scale", () => {
    const still = (value: number) =>
      Array.from({ length: 5 }, (_, n) => windowOf({ speed: ["scalar", { median: value }] }, n));
    expect(baselineOf(learned(still(1_500), 5), "speed")?.norms?.scale[0]).toBe(30);
    const [scale = NaN] = baselineOf(learned(still(0), 5), "speed")?.norms?.scale ?? [];
    expect(scale).toBeGreaterThan(0);
  });

  it("is over with the last of the windows, and what comes then changes nothing", () => {
    const four = learned(temperatures([50, 51, 52, 53]), 5);
    expect(baselineOf(four, "t")).toMatchObject({ windows: 4 });
    expect(baselineOf(four, "t")?.norms).toBeUndefined();
    const frozen = learned(temperatures([50, 51, 52, 53, 54]), 5);
    expect(baselineOf(frozen, "t")).toEqual({ windows: 5, norms: expect.anything() });
    expect(learn(frozen, ANY, windowOf({ t: ["temperature", { mean: 99 }] }), 5)).toBe(frozen);
  });

  it("goes on for a sensor that appears later by itself", () => {
    const frozen = learned(temperatures([50, 51, 52, 53, 54]), 5);
    const both = windowOf({ t: ["temperature", { mean: 99 }], v: ["acceleration", { rms: 1 }] });
    const later = learn(frozen, ANY, both, 5);
    expect(baselineOf(later, "v")).toMatchObject({ windows: 1 });
    expect(baselineOf(later, "t")).toBe(baselineOf(frozen, "t"));
  });

  it("counts operating states apart", () => {
    const slow = learned(temperatures([50, 51, 52, 53, 54]), 5, "slow");
    const fast = learn(slow, "fast", windowOf({ t: ["temperature", { mean: 70 }] }), 5);
    expect(baselineOf(fast, "t", "slow")).toBe(baselineOf(slow, "t", "slow"));
    expect(baselineOf(fast, "t", "fast")).toEqual({ windows: 1, readings: [[70, null]] });
  });

  it("says nothing of an indicator that fewer than 5 readings have", () => {
    const windows = temperatures([50, 51, 52, 53, 54]);
    const [first, ...rest] = windows;
    if (first === undefined) throw new Error("no windows");
    const sloped = [
      first,
      ...rest.map((_, n) => windowOf({ t: ["temperature", { mean: 50, slope: n }] }, n)),
    ];
    const { norms } = baselineOf(learned(sloped, 5), "t") ?? {};
    expect([norms?.location[1], norms?.scale[1]]).toEqual([null, null]);
    expect(norms?.location[0]).toBe(50);
  });

  it("begins with the first window, from which the age counts", () => {
    const windows = temperatures([50, 51]);
    expect(UNLEARNED.since).toBeNull();
    expect(learned(windows, 5).since).toBe(windows[0]?.start);
  });

  it("does not take a sensor for learned because objects have a property of its name", () => {
    const name: string = "constructor";
    const windows = [1, 2, 3, 4, 5].map((rms, n) => windowOf({ [name]: ["acceleration", { rms }] }, n));
    const known = baselineOf(learned(windows, 5), name);
    expect([known?.windows, known?.norms?.location[0]]).toEqual([5, 1.0986]); // ln 3
  });

  it("starts over with a reset, under the next version", () => {
    const frozen = learned(temperatures([50, 51, 52, 53, 54]), 5);
    expect(reset(frozen)).toEqual({ version: 2, since: null, states: {} });
    expect(reset(reset(frozen)).version).toBe(3);
  });
});

describe("what is kept of a baseline", () => {
  /** Two vibration sensors and a temperature, with all indicators and many digits. */
  const machine = (n: number): FeatureWindow => {
    const all = (quantity: "acceleration" | "temperature", by: number) =>
      Object.fromEntries(INDICATORS[quantity].map(({ name }, i) => [name, by / 3 + i + Math.sin(n) / 7]));
    return windowOf(
      {
        "vib-x": ["acceleration", all("acceleration", 1)],
        "vib-y": ["acceleration", all("acceleration", 2)],
        bearing: ["temperature", all("temperature", 160)],
      },
      n,
    );
  };
  const bytes = (asset: AssetBaseline): number => Buffer.byteLength(JSON.stringify(asset));
  const after = (count: number, windows: number): AssetBaseline =>
    learned(
      Array.from({ length: count }, (_, n) => machine(n)),
      windows,
    );

  it.each([5, 30, 32, 33, 60, 1_000])("are at most 32 readings, however long %i windows are", (windows) => {
    const readings = baselineOf(after(windows - 1, windows), "vib-x")?.readings ?? [];
    expect(readings.length).toBeLessThanOrEqual(32);
    expect(readings.length).toBeGreaterThanOrEqual(Math.min(windows - 1, 16));
  });

  it("stays small: 10 kB while two vibration sensors and a temperature are learned, 1 kB once frozen", () => {
    const learning = bytes(after(999, 1_000));
    const frozen = bytes(after(1_000, 1_000));
    expect(learning).toBeLessThan(10_000);
    expect(frozen).toBeLessThan(1_000);
  });

  it("is the same in the log as in memory", () => {
    for (const count of [3, 59, 60]) {
      const inMemory = after(count, 60);
      const restored = JSON.parse(JSON.stringify(inMemory)) as AssetBaseline;
      expect(restored).toEqual(inMemory);
      expect(learn(restored, ANY, machine(count), 60)).toEqual(learn(inMemory, ANY, machine(count), 60));
    }
  });
});
