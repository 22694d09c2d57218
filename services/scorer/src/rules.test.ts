import type { Evidence, FeatureWindow } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { passedLimits } from "./rules.ts";

type Sensor = FeatureWindow["sensors"][string];

const windowOf = (sensors: Record<string, Partial<Sensor>>): FeatureWindow => ({
  start: 0,
  end: 10_000,
  closedAt: 10_000,
  sensors: sensors as Record<string, Sensor>,
  quality: { late: 0, duplicates: 0, usable: 1 },
});

const vibration = (zone: "A" | "B" | "C" | "D", ...evidence: Evidence[]): Partial<Sensor> => ({
  quantity: "acceleration",
  unit: "g",
  features: {},
  zone,
  evidence,
});
const hot = (mean: number): Partial<Sensor> => ({
  quantity: "temperature",
  unit: "Cel",
  features: { mean },
});
const of = (mode: Evidence["mode"], score: number): Evidence => ({ mode, score, lines: [] });

describe("the absolute rules", () => {
  it("pass nothing of a machine in zone C, warm, with faint lines", () => {
    const window = windowOf({ x: vibration("C", of("outer-race", 0.55)), t: hot(90) });
    expect(passedLimits(window, { temperature: 95 })).toEqual([]);
  });

  it("pass zone D of any sensor", () => {
    expect(passedLimits(windowOf({ x: vibration("A"), y: vibration("D") }), {})).toEqual(["zone-d"]);
  });

  it("pass a temperature over its limit, if there is one", () => {
    expect(passedLimits(windowOf({ t: hot(96) }), { temperature: 95 })).toEqual(["temperature-limit"]);
    expect(passedLimits(windowOf({ t: hot(96) }), {})).toEqual([]);
  });

  it("pass lines of a bearing's part from a score of 0.6 on, or as is set", () => {
    const window = windowOf({ x: vibration("A", of("cage", 0.3), of("inner-race", 0.6)) });
    expect(passedLimits(window, {})).toEqual(["fault-frequency"]);
    expect(passedLimits(window, { evidence: 0.7 })).toEqual([]);
  });

  it("do not take the shaft's orders for a bearing's lines: of those the zone tells", () => {
    expect(passedLimits(windowOf({ x: vibration("C", of("imbalance", 0.95)) }), {})).toEqual([]);
  });
});
