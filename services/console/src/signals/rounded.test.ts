import { describe, expect, it } from "vitest";
import { rounded, roundedToRange } from "./rounded.ts";

describe("rounding for the screen", () => {
  it("keeps the significant digits of every amplitude", () => {
    expect(rounded(Float32Array.of(0, 0.1, 12.34567, 0.000123456, 98_765), 4)).toEqual([
      0, 0.1, 12.35, 0.0001235, 98_770,
    ]);
  });

  it("keeps a small vibration on a great offset", () => {
    const values = Array.from(Float32Array.of(1.0201, 1.0203, 1.02));
    expect(roundedToRange(values, 4)).toEqual([1.0201, 1.0203, 1.02]);
  });

  it("takes the noise of single precision off the rest", () => {
    expect(roundedToRange(Array.from(Float32Array.of(0.1, -0.7, 12.3)), 4)).toEqual([0.1, -0.7, 12.3]);
    expect(roundedToRange(Array.from(Float32Array.of(71.3, 71.3)), 4)).toEqual([71.3, 71.3]);
    expect(roundedToRange(Array.from(Float32Array.of(1e-9, 2e-9)), 4)).toEqual([1e-9, 2e-9]);
    expect(roundedToRange([0, 0], 4)).toEqual([0, 0]);
    expect(roundedToRange([], 4)).toEqual([]);
  });
});
