import { predictions, type FeatureWindow, type Message } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { type Condition, UNKNOWN } from "./condition.ts";
import {
  clipped,
  inputOf,
  INPUTS,
  KEY,
  repeat,
  settingsOf,
  temperature,
  tinyModel,
  vibration,
  windowOf,
  windowsOf,
} from "./fixture.ts";
import { predict } from "./predict.ts";
import type { Judgement } from "./stage.ts";

const model = tinyModel();

async function judgeBy(...asked: Parameters<typeof predict>): Promise<Judgement[]> {
  return (await predict(...asked)).map(({ value }) => value);
}

/** Judges windows in one poll; assets are new. */
const judge = (
  messages: readonly Message<FeatureWindow>[],
  conditionOf: (key: string) => Condition = () => UNKNOWN,
  of = model,
): Promise<Judgement[]> => judgeBy(messages, conditionOf, settingsOf(of));

const learned = (await judge(windowsOf(repeat(1, 10)))).at(-1)?.condition ?? UNKNOWN;
async function after(sensors: Parameters<typeof windowOf>[1], n = 10, from = learned): Promise<Judgement> {
  const [judged] = await judge([windowOf(n, sensors)], () => from);
  if (judged === undefined) throw new Error("no judgement");
  return judged;
}
const both = (rms: number, mean = 50) => ({ vib: vibration(rms), bearing: temperature(mean) });

describe("predictions", () => {
  it("have no risk while the baseline is learned, and say so; then they have", async () => {
    const judged = (await judge(windowsOf(repeat(1, 12)))).map(({ prediction }) => prediction);
    for (const p of judged.slice(0, 10))
      expect(p).toMatchObject({ risk: null, notScored: "the baseline is being learned", drivers: [] });
    expect(judged[4]?.baseline).toEqual({ version: 1, frozen: false, windows: 5, state: "any" });
    for (const p of judged.slice(10)) {
      expect(p.notScored).toBeUndefined();
      expect(p.risk).toBeCloseTo(1 / (1 + Math.exp(4)), 6);
      expect(p).toMatchObject({ baseline: { frozen: true, windows: 10 }, model: { name: "tiny" } });
    }
  });

  it("follow the contract, scored or not", async () => {
    for (const { prediction } of await judge(windowsOf([...repeat(1, 11), 5, 5])))
      expect(() =>
        predictions.decode(KEY, 0, predictions.encode({ key: KEY, time: 0, value: prediction })),
      ).not.toThrow();
  });

  it("are of all assets of a poll from one call of the model, each in its place", async () => {
    const counting = tinyModel();
    const keys = ["a/b/c/1", "a/b/c/2", "a/b/c/3"];
    const interleaved = Array.from({ length: 4 }, (_, n) =>
      keys.map((key, i) => windowOf(10 + n, both(i + 1), key)),
    ).flat();
    const unscored = windowOf(20, { vib: clipped(1) }, "a/b/c/1");
    const judged = await judge([unscored, ...interleaved], () => learned, counting);
    expect(counting.calls).toEqual([12]);
    expect(judged).toHaveLength(13);
    expect(judged[0]?.prediction.risk).toBeNull();
    const [calm, worn, worse] = judged.slice(-3).map(({ prediction }) => prediction.risk ?? NaN);
    expect(calm).toBeLessThan(worn ?? NaN);
    expect(worn).toBeLessThan(worse ?? NaN);
    const alone = (await judge(windowsOf([2, 2, 2, 2]), () => learned)).at(-1);
    expect(worn).toBe(alone?.prediction.risk);
  });

  it("ask the model nothing when there is nothing to score", async () => {
    const counting = tinyModel();
    await judge(windowsOf(repeat(1, 10)), () => UNKNOWN, counting);
    expect(counting.calls).toEqual([]);
  });

  it("are not made from a temperature alone, also when vibration was known before", async () => {
    const worn = (await judge(windowsOf(repeat(4, 5)), () => learned)).at(-1)?.condition ?? UNKNOWN;
    const { prediction, row } = await after({ bearing: temperature(50) }, 20, worn);
    expect([prediction.risk, row]).toEqual([null, null]);
    expect(prediction.notScored).toBe("3 of the model's 4 inputs are missing");
    expect(prediction.remainingLifeHours).toBeUndefined();
  });

  it("are made without a slow sensor, whose last deviation stands for it", async () => {
    const hot = (
      await judge(
        [10, 11, 12].map((n) => windowOf(n, both(1, 80))),
        () => learned,
      )
    ).at(-1);
    const { prediction, row } = await after({ vib: vibration(1) }, 13, hot?.condition);
    expect(prediction.risk).not.toBeNull();
    expect(row?.[3]).toBeCloseTo(Math.asinh((80 - 50) / 4), 5);
  });

  it("are made by the model of each asset, with one call of each in a batch", async () => {
    const [one, two] = [
      tinyModel(),
      { ...tinyModel(), reference: { name: "two", version: "1.0.0", digest: "2" } },
    ];
    const messages = ["a", "b", "a", "b"].map((key, n) => windowOf(10 + n, both(1), key));
    const settings = settingsOf(one, { modelOf: (key) => (key === "a" ? one : two) });
    const made = (await judgeBy(messages, () => learned, settings)).map(
      ({ prediction }) => prediction.model?.name,
    );
    expect(made).toEqual(["tiny", "two", "tiny", "two"]);
    expect([one.calls, two.calls]).toEqual([[2], [2]]);
  });

  it("are not made of data that breaks a quality rule, and name the sensor and the rule", async () => {
    const { prediction } = await after({ vib: clipped(9), bearing: temperature(50) });
    expect(prediction).toMatchObject({ risk: null, notScored: "vib: clipped", drivers: [] });
  });

  it("name the limits that were passed, scored or not, and learn nothing from such a window", async () => {
    const limits = (await after({ vib: clipped(1), bearing: temperature(95) })).prediction;
    expect(limits).toMatchObject({ risk: null, rules: ["temperature-limit"] });
    const [first] = await judge([windowOf(0, both(1, 95))]);
    expect(first?.prediction.rules).toEqual(["temperature-limit"]);
    expect(first?.condition.baseline.since).toBeNull();
  });

  it("tell horizon and remaining life in hours of the age since the baseline began", async () => {
    const hour = 360; // windows
    const { prediction } = await after(both(1), 10 * hour - 1);
    expect(prediction.horizonHours).toBeCloseTo(1, 12);
    expect(prediction.remainingLifeHours?.p10).toBeCloseTo(1, 5);
    expect(prediction.remainingLifeHours?.p50).toBeCloseTo(5, 5);
    expect(prediction.remainingLifeHours?.p90).toBeCloseTo(20, 5);
    const fixed = await predict(
      [windowOf(10, both(1))],
      () => learned,
      settingsOf({ ...model, horizon: { hours: 24 } }),
    );
    expect(fixed[0]?.value.prediction.horizonHours).toBe(24);
  });

  it("have drivers: what deviates most from the baseline, in the feature's unit", async () => {
    const last = (await judge(windowsOf(repeat(4, 3)), () => learned)).at(-1);
    const [first] = last?.prediction.drivers ?? [];
    // ln 4 over a spread of 0.15 is 9.242; of RMS over 0.2, 6.931. The baseline has no deviation of its own.
    expect(first).toMatchObject({ feature: "acceleration.kurtosis", value: 12, deviation: 9.242 });
    expect(first?.reference).toBeCloseTo(3, 3);
    expect(new Set(last?.prediction.drivers.map(({ feature }) => feature)).size).toBe(3);
  });

  it("have no risk where the model gives no finite one", async () => {
    const broken = {
      ...model,
      score: () => Promise.resolve({ risks: Float32Array.of(NaN), remaining: null }),
    };
    const [judged] = await predict([windowOf(10, both(1))], () => learned, settingsOf(broken));
    expect(judged?.value.prediction).toMatchObject({
      risk: null,
      notScored: "the model gave no finite risk",
    });
    expect(judged?.value.row).toBeNull();
    expect(INPUTS).toHaveLength(4);
  });
});

describe("a challenger", async () => {
  const other = {
    ...tinyModel(INPUTS.slice(0, 2)),
    reference: { name: "other", version: "2.0.0", digest: "o" },
  };
  const life = windowsOf([...repeat(1, 12), 2, 3, 4]);
  const alone = await judge(life);
  const challenged = await predict(life, () => UNKNOWN, settingsOf(model, { challengerOf: () => other }));

  it("is scored on the same windows, in one call, and marked as shadow", async () => {
    expect(other.calls).toEqual([5]);
    const { shadow } = challenged.at(-1)?.value.prediction ?? {};
    expect(shadow).toMatchObject({ model: other.reference, remainingLifeHours: { p50: expect.any(Number) } });
    expect(shadow?.risk).toBeGreaterThan(0.1);
    expect(shadow?.risk).toBeLessThan(1);
    expect(challenged[0]?.value.prediction.shadow).toMatchObject({
      risk: null,
      notScored: "the baseline is being learned",
    });
  });

  it("changes nothing else", async () => {
    const without = challenged.map(({ value }) => {
      const { shadow: _shadow, ...prediction } = value.prediction;
      return { ...value, prediction };
    });
    expect(without).toEqual(alone);
  });

  it("says what it can where the champion cannot", async () => {
    const champion = tinyModel(
      ["velocity_1x", "velocity_2x", "peak"].map((name) => inputOf(`acceleration.${name}`)),
    );
    const last = (
      await judgeBy(
        windowsOf(repeat(1, 12)),
        () => UNKNOWN,
        settingsOf(champion, { challengerOf: () => model }),
      )
    ).at(-1)?.prediction;
    expect(last).toMatchObject({ risk: null, shadow: { risk: expect.any(Number) } });
  });
});
