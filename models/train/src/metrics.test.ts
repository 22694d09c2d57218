import { describe, expect, it } from "vitest";
import { auc, brier, quantile } from "./metrics.ts";
import { fitPlatt } from "./platt.ts";

describe("metrics", () => {
  it("rank positives before negatives, ties half", () => {
    expect(auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.75); // scikit-learn's example of roc_auc_score
    expect(auc([0.5, 0.5, 0.5], [0, 1, 0])).toBe(0.5);
    expect(auc([0.9, 0.1], [0, 1])).toBe(0);
  });

  it("score probabilities by their squared error", () => {
    // scikit-learn's example of brier_score_loss
    expect(brier([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0])).toBeCloseTo(0.0375, 12);
  });

  it("find quantiles", () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i);
    expect(quantile(hundred, 0.99)).toBe(99);
    expect(quantile(hundred, 0.5)).toBe(50);
  });
});

describe("Platt's calibration", () => {
  it("finds the line of log-odds that the labels were drawn from", () => {
    // 1000 labels per score, as many positive as 1/(1 + exp(-(2x - 1))) says.
    const scores: number[] = [];
    const labels: number[] = [];
    for (const x of [-2, -1, 0, 1, 2]) {
      const positive = Math.round(1000 / (1 + Math.exp(-(2 * x - 1))));
      for (let i = 0; i < 1000; i++) {
        scores.push(x);
        labels.push(i < positive ? 1 : 0);
      }
    }
    const { a, b } = fitPlatt(Float32Array.from(scores), Float32Array.from(labels));
    expect(a).toBeCloseTo(2, 1);
    expect(b).toBeCloseTo(-1, 1);
  });

  it("stays finite where scores separate the labels", () => {
    const { a, b } = fitPlatt(Float32Array.of(-5, -4, 4, 5), Float32Array.of(0, 0, 1, 1));
    expect(a).toBeGreaterThan(0);
    expect(Number.isFinite(a) && Number.isFinite(b)).toBe(true);
  });
});
