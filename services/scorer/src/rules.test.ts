import { type Baselines, learn, UNLEARNED } from "@presage/baseline";
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

/** What five windows alike teach. */
function baselinesOf(window: FeatureWindow): Baselines {
  let asset = UNLEARNED;
  for (let n = 0; n < 5; n++) asset = learn(asset, "any", window, 5);
  return asset.states["any"] ?? {};
}

const moving = (velocity_rms: number, zone: "A" | "B" | "C" | "D"): Partial<Sensor> => ({
  ...vibration(zone),
  features: { velocity_rms },
});

describe("the velocity alarm", () => {
  const baselines = baselinesOf(windowOf({ x: moving(1.4, "A"), y: moving(2.6, "B") }));
  const passed = (sensors: Record<string, Partial<Sensor>>) => passedLimits(windowOf(sensors), {}, baselines);

  it("is passed in zone C by what is three deviations over its own baseline: 2.1 times it, if that was steady", () => {
    // exp(3 · 0.25) = 2.117; 1.4 mm/s · 2.117 = 2.96 mm/s.
    expect(passed({ x: moving(2.97, "C") })).toEqual(["velocity-alarm"]);
    expect(passed({ x: moving(2.95, "C") })).toEqual([]);
  });

  it("is not passed in zone B, however much it has grown, nor in zone C by a machine that was loud before", () => {
    expect(passed({ x: moving(2.97, "B") })).toEqual([]);
    expect(passed({ y: moving(4.4, "C") })).toEqual([]);
  });

  it("asks zone and change of the same sensor", () => {
    expect(passed({ x: moving(2.7, "B"), y: moving(3.5, "C") })).toEqual([]);
    expect(passed({ x: moving(3.5, "C"), y: moving(2.7, "B") })).toEqual(["velocity-alarm"]);
  });

  it("is not told beside zone D, nor without a baseline", () => {
    expect(passed({ x: moving(3.5, "C"), y: moving(5, "D") })).toEqual(["zone-d"]);
    expect(passedLimits(windowOf({ x: moving(3.5, "C") }), {})).toEqual([]);
  });
});

describe("the temperature alarm", () => {
  const baselines = baselinesOf(windowOf({ t: hot(52), u: hot(70) }));
  const passed = (sensors: Record<string, Partial<Sensor>>, temperature?: number) =>
    passedLimits(windowOf(sensors), { temperature }, baselines);

  it("is passed 20 K over the baseline and 20 K below the limit", () => {
    expect(passed({ t: hot(75) }, 95)).toEqual(["temperature-alarm"]);
    expect(passed({ t: hot(74.9) }, 95)).toEqual([]);
    expect(passed({ t: hot(72) }, 90)).toEqual(["temperature-alarm"]);
    expect(passed({ t: hot(71.9) }, 90)).toEqual([]);
    expect(passed({ u: hot(89.9) }, 95)).toEqual([]);
  });

  it("is not told beside the limit, nor without a limit or a baseline", () => {
    expect(passed({ t: hot(80), u: hot(96) }, 95)).toEqual(["temperature-limit"]);
    expect(passed({ t: hot(80) })).toEqual([]);
    expect(passedLimits(windowOf({ t: hot(80) }), { temperature: 95 })).toEqual([]);
  });
});
