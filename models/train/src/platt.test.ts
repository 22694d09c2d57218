import { createRandom } from "@presage/simulator";
import { describe, expect, it } from "vitest";
import { fitPlatt } from "./platt.ts";

const random = createRandom(7);
const scores = Float32Array.from({ length: 60 }, () => random.normal());
const labels = scores.map((x) => (random.uniform() < 1 / (1 + Math.exp(1 - 2 * x)) ? 1 : 0));

describe("Platt's calibration with weights", () => {
  it("takes a weight of two for the row twice", () => {
    const weights = scores.map((_, i) => (i % 4 === 0 ? 2 : 1));
    const twice = [...scores.keys()].flatMap((i) => (i % 4 === 0 ? [i, i] : [i]));
    const weighted = fitPlatt(scores, labels, weights);
    const repeated = fitPlatt(
      Float32Array.from(twice, (i) => scores[i] ?? NaN),
      Float32Array.from(twice, (i) => labels[i] ?? NaN),
    );
    expect(weighted.a).toBeCloseTo(repeated.a, 8);
    expect(weighted.b).toBeCloseTo(repeated.b, 8);
  });

  it("takes a weight of none for no row", () => {
    const weights = scores.map((_, i) => (i < 40 ? 1 : 0));
    const some = fitPlatt(scores.subarray(0, 40), labels.subarray(0, 40));
    const weighted = fitPlatt(scores, labels, weights);
    expect(weighted.a).toBeCloseTo(some.a, 8);
    expect(weighted.b).toBeCloseTo(some.b, 8);
  });

  it("has the mean risk of the targets, by weight", () => {
    // At the optimum the gradient of b is zero: Σ w (p − t) = 0.
    const weights = scores.map((_, i) => 1 + (i % 3));
    const { a, b } = fitPlatt(scores, labels, weights);
    const all = weights.reduce((sum, w) => sum + w, 0);
    const positive = labels.reduce((sum, y, i) => sum + y * (weights[i] ?? 0), 0);
    const high = (positive + 1) / (positive + 2);
    const low = 1 / (all - positive + 2);
    const gap = scores.reduce((sum, x, i) => {
      const p = 1 / (1 + Math.exp(-(a * x + b)));
      return sum + (weights[i] ?? 0) * (p - (labels[i] === 1 ? high : low));
    }, 0);
    expect(Math.abs(gap)).toBeLessThan(1e-6);
  });
});
