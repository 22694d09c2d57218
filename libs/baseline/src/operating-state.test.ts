import { describe, expect, it } from "vitest";
import { windowOf } from "./fixture.ts";
import { operatingState } from "./operating-state.ts";

describe("the operating state", () => {
  const states = { sensor: "speed", bounds: [900, 1_200] };
  const at = (median: number): string => operatingState(windowOf({ speed: ["scalar", { median }] }), states);

  it("is told in words by the bounds it lies between; a bound belongs to what is above", () => {
    expect(at(899.9)).toBe("speed below 900");
    expect(at(900)).toBe("speed 900 to 1200");
    expect(at(1_199)).toBe("speed 900 to 1200");
    expect(at(1_200)).toBe("speed from 1200");
  });

  it("is unknown where the sensor was not heard", () => {
    expect(operatingState(windowOf({}), states)).toBe("speed unknown");
    expect(operatingState(windowOf({ speed: ["scalar", {}] }), states)).toBe("speed unknown");
  });

  it("is any if none are configured", () => {
    expect(operatingState(windowOf({ speed: ["scalar", { median: 5 }] }))).toBe("any");
  });
});
