import { describe, expect, it } from "vitest";
import { INDICATOR_NAMES, INDICATORS, offsetOf, transformed } from "./indicators.ts";

describe("indicators", () => {
  it("are listed quantity by quantity, each once", () => {
    expect(INDICATOR_NAMES[offsetOf("acceleration")]).toBe("acceleration.rms");
    expect(INDICATOR_NAMES[offsetOf("temperature")]).toBe("temperature.mean");
    expect(INDICATOR_NAMES[offsetOf("scalar")]).toBe("scalar.median");
    expect(new Set(INDICATOR_NAMES).size).toBe(INDICATOR_NAMES.length);
  });

  it("are compared by their logarithm if ratios matter, else as they are", () => {
    const [rms] = INDICATORS.acceleration;
    const [mean] = INDICATORS.temperature;
    if (rms === undefined || mean === undefined) throw new Error("no indicators");
    expect(transformed(rms, Math.E)).toBe(1);
    expect(transformed(mean, -3)).toBe(-3);
  });

  it("are null where the sensor has none, or none that has a logarithm", () => {
    const [rms] = INDICATORS.acceleration;
    if (rms === undefined) throw new Error("no indicators");
    expect([undefined, 0, -1, NaN].map((value) => transformed(rms, value))).toEqual([null, null, null, null]);
  });
});
