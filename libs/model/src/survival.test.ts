import { describe, expect, it } from "vitest";
import { cumulative, failureBefore, quantile, remainingLife } from "./survival.ts";

const logit = (p: number): number => Math.log(p / (1 - p));
const EDGES = [0.1, 0.2, 0.8];

describe("the distribution of the remaining life", () => {
  it("is one less the product of what each hazard leaves", () => {
    // By hand: hazards 0.1, 0.5, 0.2 leave 0.9, 0.45, 0.36.
    const distribution = cumulative(Float32Array.of(logit(0.1), 0, logit(0.2)));
    [0.1, 0.55, 0.64].forEach((f, i) => expect(distribution[i]).toBeCloseTo(f, 6));
  });

  it("does not leave 0 to 1, however sure the network is", () => {
    expect(cumulative(Float32Array.of(-1e4, 1e4, -1e4))).toEqual(Float32Array.of(0, 1, 1));
  });
});

describe("the probability of failure", () => {
  const distribution = Float32Array.of(0.1, 0.5, 0.75);

  it("is the distribution at its edges", () => {
    EDGES.forEach((edge, i) =>
      expect(failureBefore(edge, EDGES, distribution)).toBeCloseTo(distribution[i] ?? NaN, 7),
    );
  });

  it("is linear in the logarithm of the share between edges, and in the share below the first", () => {
    // Half way from 0.2 to 0.8 in the logarithm is 0.4.
    expect(failureBefore(0.4, EDGES, distribution)).toBeCloseTo((0.5 + 0.75) / 2, 7);
    expect(failureBefore(0.1 * Math.SQRT2, EDGES, distribution)).toBeCloseTo(0.3, 7);
    expect(failureBefore(0.05, EDGES, distribution)).toBeCloseTo(0.05, 7);
    expect(failureBefore(0, EDGES, distribution)).toBe(0);
  });

  it("is that of the last edge beyond it", () => {
    expect(failureBefore(5, EDGES, distribution)).toBe(0.75);
  });

  it("does not fall as the share grows", () => {
    const shares = Array.from({ length: 200 }, (_, i) => i / 150);
    const risks = shares.map((share) => failureBefore(share, EDGES, distribution));
    expect(risks).toEqual(risks.toSorted((a, b) => a - b));
  });
});

describe("a quantile of the remaining life", () => {
  const distribution = Float32Array.of(0.1, 0.5, 0.75);

  it("is where the probability of failure is reached", () => {
    for (const p of [0.02, 0.1, 0.3, 0.5, 0.6, 0.75])
      expect(failureBefore(quantile(p, EDGES, distribution), EDGES, distribution)).toBeCloseTo(p, 6);
  });

  it("is the last edge if it is not reached", () => {
    expect(quantile(0.9, EDGES, distribution)).toBe(0.8);
  });

  it("is near 0 where failure before the first edge is certain", () => {
    expect(quantile(0.5, EDGES, Float32Array.of(1, 1, 1))).toBeCloseTo(0.05, 12);
  });
});

describe("the band of the remaining life", () => {
  const distribution = Float32Array.of(0.1, 0.5, 0.9);
  const outputs = { risk: "nothing", horizonShare: 0.1, edges: EDGES };

  it("is from p10 to p90, as they are without a correction", () => {
    const [p10, p50, p90] = remainingLife({ ...outputs, band: { low: 1, high: 1 } }, distribution);
    [p10, p50, p90].forEach((share, i) => expect(share).toBeCloseTo(EDGES[i] ?? NaN, 6));
  });

  it("is moved away from p50, or towards it, in the logarithm", () => {
    // By hand: p10 is half of p50, p90 four times p50; 0.2 · 0.5² = 0.05, 0.2 · 4^0.5 = 0.4.
    const [p10, p50, p90] = remainingLife({ ...outputs, band: { low: 2, high: 0.5 } }, distribution);
    expect(p10).toBeCloseTo(0.05, 6);
    expect(p50).toBeCloseTo(0.2, 6);
    expect(p90).toBeCloseTo(0.4, 6);
  });

  it("keeps its order where nothing is told apart", () => {
    const [p10, p50, p90] = remainingLife(
      { ...outputs, band: { low: 3, high: 3 } },
      Float32Array.of(0, 0, 0),
    );
    expect([p10, p50, p90]).toEqual([0.8, 0.8, 0.8]);
  });
});
