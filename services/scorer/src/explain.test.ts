import type { ModelInput } from "@presage/model";
import { describe, expect, it } from "vitest";
import { explain, groupsOf } from "./explain.ts";
import { INPUTS, tinyModel } from "./fixture.ts";

const named = (names: readonly string[]): ModelInput[] =>
  names.map((feature) => ({ feature, transform: "asinh", mean: 0, std: 1, fallback: 0 }));
const letters = "abcdefghijklmnopqrstuvwxyz".split("");

describe("groups of inputs", () => {
  it("are of one feature, whatever it is smoothed over", () => {
    expect(groupsOf(INPUTS)).toEqual([
      { name: "acceleration.rms", inputs: [0, 1] },
      { name: "acceleration.kurtosis", inputs: [2] },
      { name: "temperature.mean", inputs: [3] },
    ]);
  });

  it("are of a family of features where there are more than can be explained exactly", () => {
    const bands = letters.slice(0, 12).map((letter) => `acceleration.band_${letter}@short`);
    const groups = groupsOf(named([...bands, "acceleration.rms@short", "acceleration.velocity_1x@rise"]));
    expect(groups.map(({ name }) => name)).toEqual([
      "acceleration.band",
      "acceleration.rms",
      "acceleration.velocity",
    ]);
    expect(groups.flatMap(({ inputs }) => inputs)).toEqual(Array.from({ length: 14 }, (_, i) => i));
  });

  it("are of a quantity where there are too many families still", () => {
    const many = letters.map((letter) => `acceleration.${letter}`);
    expect(groupsOf(named([...many, "temperature.mean"])).map(({ name }) => name)).toEqual([
      "acceleration",
      "temperature",
    ]);
  });

  it("are at most twelve of features", async () => {
    const twelve = named(letters.slice(0, 12).map((letter) => `acceleration.${letter}`));
    expect(groupsOf(twelve)).toHaveLength(12);
  });
});

describe("an explanation", async () => {
  const model = tinyModel();
  const row = Float32Array.of(2, 0.5, 3, -1);
  const explained = await explain(row, model);

  it("adds up to the risk less that of a machine as its baseline", async () => {
    const [risk = NaN, base = NaN] = (await model.score(Float32Array.of(...row, 0, 0, 0, 0), 2)).risks;
    const sum = explained.contributions.reduce((total, { contribution }) => total + contribution, 0);
    expect(explained.baseRisk).toBe(base);
    expect(Math.abs(sum - (risk - base))).toBeLessThan(1e-6);
  });

  it("is none of scores that are not finite", async () => {
    const broken = {
      ...model,
      score: () => Promise.resolve({ risks: new Float32Array(8).fill(NaN), remaining: null }),
    };
    await expect(explain(row, broken)).rejects.toThrow(RangeError);
  });

  it("names the greatest first, also where it lowers the risk", async () => {
    expect(explained.contributions.map(({ feature }) => feature)).toEqual([
      "acceleration.kurtosis",
      "acceleration.rms",
      "temperature.mean",
    ]);
    expect(explained.contributions.at(-1)?.contribution).toBeLessThan(0);
    const lower = await explain(Float32Array.of(0, 0, 0.1, -5), model);
    expect(lower.contributions[0]?.feature).toBe("temperature.mean");
  });

  it("compares with what a missing input is taken for", async () => {
    const shifted = tinyModel(INPUTS.map((input) => ({ ...input, fallback: 1 })));
    expect((await explain(row, shifted)).baseRisk).toBeCloseTo(0.5, 6);
    const same = await explain(Float32Array.of(1, 1, 1, 1), shifted);
    expect(same.contributions.map(({ contribution }) => contribution)).toEqual([0, 0, 0]);
  });
});
