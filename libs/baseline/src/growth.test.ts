import { describe, expect, it } from "vitest";
import type { Baselines } from "./baseline.ts";
import { windowOf } from "./fixture.ts";
import { growth, growths } from "./growth.ts";

const baselines: Baselines = {
  x: { windows: 5, norms: { location: [0], scale: [0.5] } },
  y: { windows: 5, norms: { location: [Math.log(2)], scale: [0.5] } },
  t: { windows: 5, norms: { location: [50], scale: [4] } },
  s1: { windows: 5, norms: { location: [100], scale: [2] } },
  s2: { windows: 5, norms: { location: [100], scale: [2] } },
};

describe("growth", () => {
  it("is that of the sensor which deviates most, beside its baseline in the feature's unit", () => {
    const window = windowOf({ x: ["acceleration", { rms: 4 }], y: ["acceleration", { rms: 5 }] });
    const found = growth(window, baselines, "acceleration.rms");
    // x: ln 4/0.5 = 2.77, y: ln 2.5/0.5 = 1.83, though y is louder.
    expect(found).toMatchObject({ sensor: "x", value: 4, reference: 1 });
    expect(found?.deviation).toBeCloseTo(Math.log(4) / 0.5, 12);
  });

  it("is known of each sensor, the furthest first", () => {
    const window = windowOf({ y: ["acceleration", { rms: 4 }], x: ["acceleration", { rms: 4 }] });
    const found = growths(window, baselines, "acceleration.rms");
    expect(found.map(({ sensor }) => sensor)).toEqual(["x", "y"]);
    expect(growths(window, baselines, "acceleration.loudness")).toEqual([]);
  });

  it("is below zero for what has become less", () => {
    const window = windowOf({ t: ["temperature", { mean: 42 }] });
    expect(growth(window, baselines, "temperature.mean")).toEqual({
      sensor: "t",
      value: 42,
      reference: 50,
      deviation: -2,
    });
  });

  it("is the furthest on either side where less is as odd as more", () => {
    const window = windowOf({ s1: ["scalar", { median: 104 }], s2: ["scalar", { median: 90 }] });
    expect(growth(window, baselines, "scalar.median")).toMatchObject({ sensor: "s2", deviation: -5 });
  });

  it("is not known of a sensor without the feature or a baseline, nor of what is no indicator", () => {
    const window = windowOf({ x: ["acceleration", { peak: 1 }], other: ["acceleration", { rms: 9 }] });
    expect(growth(window, baselines, "acceleration.rms")).toBeUndefined();
    expect(growth(window, baselines, "acceleration.loudness")).toBeUndefined();
    expect(growth(window, {}, "acceleration.peak")).toBeUndefined();
  });
});
