import type { ModelInput } from "@presage/model";
import { describe, expect, it } from "vitest";
import { explain, groupsOf } from "./explain.ts";

const input = (feature: string): ModelInput => ({
  feature,
  transform: "asinh",
  mean: 0,
  std: 1,
  fallback: 0,
});
const inputs = ["acceleration.rms@short", "acceleration.rms@rise", "temperature.mean@short"].map(input);

/** 1/(1 + exp(−(x₀ + x₁ + 2 x₂ − 3))) of each row. */
const score = (rows: Float32Array, count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => {
    const [a = 0, b = 0, c = 0] = rows.subarray(3 * i, 3 * i + 3);
    return 1 / (1 + Math.exp(-(a + b + 2 * c - 3)));
  });

describe("an explanation", () => {
  it("gives each feature its part, whatever it is smoothed over; the parts add up to the risk above the baseline's", () => {
    const { baseRisk, contributions } = explain(Float32Array.of(1, 0.5, 2), inputs, groupsOf(inputs), score);
    const risk = score(Float32Array.of(1, 0.5, 2), 1)[0] ?? NaN;
    expect(baseRisk).toBeCloseTo(1 / (1 + Math.exp(3)), 6);
    expect(contributions.map((c) => c.feature)).toEqual(["temperature.mean", "acceleration.rms"]);
    const sum = contributions.reduce((total, { contribution }) => total + contribution, 0);
    expect(sum).toBeCloseTo(risk - baseRisk, 6);
  });

  it("is of families of features where there are more features than can be explained exactly", () => {
    const names = ["band_a", "band_b", "envelope_a", "rms"].flatMap((name) =>
      [0, 1, 2, 3].map((i) => `acceleration.${name}${i}`),
    );
    expect(names).toHaveLength(16);
    expect(groupsOf(names.map(input)).map(({ name }) => name)).toEqual([
      "acceleration.band",
      "acceleration.envelope",
      "acceleration.rms0",
      "acceleration.rms1",
      "acceleration.rms2",
      "acceleration.rms3",
    ]);
  });
});
