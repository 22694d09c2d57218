import { INDICATOR_NAMES } from "@presage/baseline";
import { describe, expect, it } from "vitest";
import { followImpacts, haveLasted, type Impacts } from "./impacts.ts";

interface Window {
  readonly kurtosis: number | null;
  readonly peak: number | null;
}

/** Deviations of which only kurtosis and peak are known. */
const deviations = (window: Window): (number | null)[] =>
  INDICATOR_NAMES.map((name) =>
    name === "acceleration.kurtosis" ? window.kurtosis : name === "acceleration.peak" ? window.peak : null,
  );

const after = (windows: readonly Window[], before: Impacts = []): Impacts =>
  windows.reduce((impacts, window) => followImpacts(impacts, deviations(window)), before);

const STRUCK: Window = { kurtosis: 4, peak: 3 };
const QUIET: Window = { kurtosis: 0, peak: 0 };
const times = (window: Window, count: number): Window[] => Array<Window>(count).fill(window);

describe("impacts", () => {
  it("have lasted when they were in most of the last nine windows", () => {
    expect(haveLasted(after(times(STRUCK, 4)))).toBe(false);
    expect(haveLasted(after(times(STRUCK, 5)))).toBe(true);
    expect(haveLasted(after([...times(STRUCK, 3), ...times(QUIET, 4), ...times(STRUCK, 2)]))).toBe(true);
    expect(haveLasted(after([...times(STRUCK, 5), ...times(QUIET, 5)]))).toBe(false);
  });

  it("are over when they have been gone for five windows", () => {
    const struck = after(times(STRUCK, 20));
    expect(haveLasted(after(times(QUIET, 4), struck))).toBe(true);
    expect(haveLasted(after(times(QUIET, 5), struck))).toBe(false);
  });

  it("are not a knock or two, however hard", () => {
    const knocks = Array.from({ length: 30 }, (_, i) => (i % 4 === 0 ? { kurtosis: 30, peak: 30 } : QUIET));
    expect(haveLasted(after(knocks))).toBe(false);
  });

  it("are not what was there before, over less noise: the peak has to grow with the kurtosis", () => {
    expect(haveLasted(after(times({ kurtosis: 9, peak: 0 }, 13)))).toBe(false);
    expect(haveLasted(after(times({ kurtosis: 0, peak: 9 }, 13)))).toBe(false);
  });

  it("are not forgotten while no vibration is heard", () => {
    const silent = times({ kurtosis: null, peak: null }, 9);
    expect(haveLasted(after([...times(STRUCK, 3), ...silent, ...times(STRUCK, 2)]))).toBe(true);
  });
});
