import { type Baselines, learn, UNLEARNED } from "@presage/baseline";
import type { Evidence, FailureMode, FeatureWindow } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { rankModes, smoothModes } from "./mode-scores.ts";
import { failureModes } from "./modes.ts";

const HEALTHY = {
  rms: 0.3,
  kurtosis: 3,
  band_rms_1000_4000: 0.2,
  band_rms_4000_nyquist: 0.15,
  envelope_floor: 0.01,
  velocity_1x: 1.5,
  velocity_2x: 0.5,
  velocity_harmonics: 0.3,
  velocity_subharmonics: 0.05,
};
const WARM = 50;

type Factors = Partial<Record<keyof typeof HEALTHY, number>>;
type Scores = Partial<Record<FailureMode, number>>;

const listOf = (scores: Scores): Evidence[] =>
  (Object.entries(scores) as [FailureMode, number][]).map(([mode, score]) => ({ mode, score, lines: [] }));

/** A window of a machine whose features are these factors times those of health. */
function windowOf(factors: Factors = {}, scores: Scores = {}, temperature = WARM): FeatureWindow {
  const features = Object.fromEntries(
    Object.entries(HEALTHY).map(([name, value]) => [
      name,
      value * (factors[name as keyof typeof HEALTHY] ?? 1),
    ]),
  );
  const quality = {
    coverage: 1,
    blocks: 1,
    samples: 1,
    gaps: 0,
    clipped: 0,
    outOfRange: 0,
    stuck: 0,
    clockSkewed: 0,
  };
  return {
    start: 0,
    end: 10_000,
    closedAt: 10_000,
    sensors: {
      "vib-x": { quantity: "acceleration", unit: "g", features, quality, evidence: listOf(scores) },
      temp: { quantity: "temperature", unit: "Cel", features: { mean: temperature }, quality },
    },
    quality: { late: 0, duplicates: 0, usable: 1 },
  };
}

function baselinesOf(scores: Scores = {}): Baselines {
  const healthy = windowOf({}, scores);
  const asset = Array.from({ length: 10 }).reduce<typeof UNLEARNED>(
    (before) => learn(before, "any", healthy, 10),
    UNLEARNED,
  );
  return asset.states["any"] ?? {};
}

const modesOf = (window: FeatureWindow, baselines = baselinesOf()): FailureMode[] =>
  failureModes(window, baselines).map(({ mode }) => mode);

/** All of the shaft's orders as a bearing with play has them. */
const PLAY: Factors = { velocity_1x: 4, velocity_2x: 4, velocity_harmonics: 4 };

describe("the failure modes of a window", () => {
  it("are none of a machine that is as its baseline", () => {
    expect(modesOf(windowOf())).toEqual([]);
  });

  it("do not have what was there when the baseline was learned", () => {
    expect(modesOf(windowOf({}, { imbalance: 0.6 }))).toEqual([]);
    expect(modesOf(windowOf({ velocity_1x: 1.1 }, { imbalance: 0.65 }))).toEqual([]);
  });

  it("are what the spectra say while there is no baseline", () => {
    expect(modesOf(windowOf({}, { imbalance: 0.6, cage: 0.3 }), {})).toEqual(["imbalance", "cage"]);
  });

  it("have imbalance first when 1x has grown, and misalignment when 2x has", () => {
    expect(modesOf(windowOf({ velocity_1x: 4 }, { imbalance: 0.9 }))[0]).toBe("imbalance");
    expect(modesOf(windowOf({ velocity_1x: 4 }))[0]).toBe("imbalance");
    expect(modesOf(windowOf({ velocity_1x: 1.5, velocity_2x: 10 }, { misalignment: 0.8 }))[0]).toBe(
      "misalignment",
    );
  });

  it("have looseness first when half orders and harmonics have grown, however it rattles", () => {
    const loose = { velocity_1x: 2, velocity_2x: 4, velocity_harmonics: 10, velocity_subharmonics: 40 };
    expect(modesOf(windowOf({ ...loose, kurtosis: 6 }, { looseness: 0.85 }))[0]).toBe("looseness");
  });

  it("have a part of a bearing first whose lines are there, though its play moves the shaft's orders", () => {
    const worn = { ...PLAY, kurtosis: 3, band_rms_1000_4000: 5, envelope_floor: 4 };
    const found = modesOf(windowOf(worn, { imbalance: 0.95, "inner-race": 0.7 }));
    expect(found[0]).toBe("inner-race");
  });

  it("have a bearing without a name first that strikes and hisses without lines", () => {
    const worn = { ...PLAY, kurtosis: 3, band_rms_1000_4000: 5, envelope_floor: 4 };
    const found = modesOf(windowOf(worn, { imbalance: 0.95, "rolling-element": 0.25 }));
    expect(found[0]).toBe("bearing-wear");
  });

  it("have overheating first when it gets hot and next to nothing is heard, or a hiss", () => {
    expect(modesOf(windowOf({}, {}, WARM + 30))).toEqual(["overheating"]);
    expect(modesOf(windowOf({ band_rms_4000_nyquist: 2 }, {}, WARM + 40))[0]).toBe("overheating");
  });

  it("have the bearing first that is hot and struck", () => {
    const struck = { kurtosis: 4, band_rms_1000_4000: 3, envelope_floor: 3 };
    expect(modesOf(windowOf(struck, { "outer-race": 0.8 }, WARM + 25))[0]).toBe("outer-race");
    expect(modesOf(windowOf(struck, {}, WARM + 25))[0]).toBe("bearing-wear");
  });

  it("keep the lines they rest on", () => {
    const line = { label: "1x BPFO", hz: 100, amplitude: 12, unit: "%", ratio: 9 };
    const window = windowOf();
    const sensor = window.sensors["vib-x"];
    if (sensor !== undefined) sensor.evidence = [{ mode: "outer-race", score: 0.7, lines: [line] }];
    expect(failureModes(window, {})).toEqual([{ mode: "outer-race", score: 0.7, lines: [line] }]);
  });
});

describe("scores over windows", () => {
  const runOf = (windows: readonly Scores[]) =>
    windows.reduce<ReturnType<typeof smoothModes>>((scores, now) => smoothModes(scores, listOf(now)), {});

  it("rank what lasts before what one window sees", () => {
    const steady = { cage: 0.6 };
    const scores = runOf([steady, steady, steady, steady, { ...steady, imbalance: 1 }]);
    expect(rankModes(scores, []).map(({ mode }) => mode)).toEqual(["cage", "imbalance"]);
  });

  it("forget what is gone", () => {
    const scores = runOf([{ cage: 0.9 }, ...Array.from({ length: 12 }, () => ({}))]);
    expect(scores).toEqual({});
  });
});
