import { describe, expect, it } from "vitest";
import { chanceIndex, driftOf, histogramOf, restated, stabilityIndex } from "./drift.ts";
import type { ModelInput } from "./manifest.ts";

const QUARTILES = { edges: [-0.6745, 0, 0.6745], shares: [0.25, 0.25, 0.25, 0.25] };

const input = (feature: string, over: Partial<ModelInput> = {}): ModelInput => ({
  feature,
  transform: "identity",
  mean: 0,
  std: 1,
  fallback: 0,
  histogram: QUARTILES,
  ...over,
});

/** Quantiles of a normal distribution, evenly spread; enough of them for a test. */
const normal = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => {
    const p = (i + 0.5) / count;
    return Math.log(p / (1 - p)) / 1.702; // the logistic distribution, at most 0.01 from the normal one
  });

const column = (values: readonly number[]) => ({ rows: Float32Array.from(values), assets: 100 });

describe("the population stability index", () => {
  it("is that of the table in Siddiqi's manner, worked out by hand", () => {
    // (0.1 − 0.2) ln 0.5 + (0.6 − 0.6) ln 1 + (0.3 − 0.2) ln 1.5
    expect(stabilityIndex([0.2, 0.6, 0.2], [0.1, 0.6, 0.3])).toBeCloseTo(0.069315 + 0.040547, 5);
  });

  it("is 0 of what has not changed, and finite where a bin is empty", () => {
    expect(stabilityIndex([0.5, 0.5], [0.5, 0.5])).toBe(0);
    expect(stabilityIndex([0.5, 0.5], [1, 0])).toBeGreaterThan(2);
    expect(stabilityIndex([0.5, 0.5], [1, 0])).toBeLessThan(4);
  });

  it("is by chance less than the 99.9 % quantile of chi-square over the number of assets", () => {
    // χ²(9): 27.877; χ²(3): 16.266. Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4
    expect(chanceIndex(10, 1)).toBeCloseTo(27.877, 0);
    expect(chanceIndex(4, 100)).toBeCloseTo(0.16266, 2);
  });
});

describe("a histogram", () => {
  it("has bins that hold as many each, and shares that add up to 1", () => {
    const { edges, shares } = histogramOf(normal(1_000)) ?? { edges: [], shares: [] };
    expect(edges).toHaveLength(9);
    for (const share of shares) expect(share).toBeCloseTo(0.1, 2);
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 3);
  });

  it("has fewer bins where many values are the same, and is none where all are", () => {
    const tied = histogramOf([...Array<number>(60).fill(0), ...normal(40).map((x) => x + 10)]);
    expect(tied?.edges.length).toBeLessThan(9);
    expect(tied?.shares[0]).toBeCloseTo(0.6, 1);
    expect(histogramOf(Array<number>(10).fill(3))).toBeUndefined();
  });
});

describe("drift", () => {
  it("is none of values as they were in training", () => {
    const [drift] = driftOf([input("a")], column(normal(400)));
    expect(drift?.index).toBeLessThan(0.01);
  });

  it("is far over chance where all values have moved by two deviations", () => {
    const [drift] = driftOf([input("a")], column(normal(400).map((x) => x + 2)));
    expect((drift?.index ?? 0) - (drift?.chance ?? 0)).toBeGreaterThan(1);
  });

  it("does not count what is missing, nor inputs without a histogram", () => {
    const values = normal(400).flatMap((x) => [x, 0, x]);
    const without: ModelInput = {
      feature: "c",
      transform: "identity",
      mean: 0,
      std: 1,
      fallback: 0,
    };
    const drifts = driftOf([input("a"), input("never there"), without], column(values));
    expect(drifts.map(({ feature }) => feature)).toEqual(["a"]);
    const half = driftOf([input("a")], column(normal(400).flatMap((x) => [x, 0])));
    expect(half[0]?.index).toBeLessThan(0.01);
    expect(half[0]?.chance).toBeCloseTo(2 * chanceIndex(4, 100), 6);
  });

  it("can be measured for a model of other scales by the same rows", () => {
    const mine = [input("a", { mean: 10, std: 2 }), input("b")];
    const its = [input("b"), input("a", { mean: 14, std: 2 }), input("c")];
    const rows = normal(400).flatMap((x) => [x + 2, x]); // `a` is 14 ± 2: as its training data
    const sample = { rows: Float32Array.from(rows), assets: 100 };
    expect(driftOf(mine, sample)[0]?.index).toBeGreaterThan(1);
    const restatedDrift = driftOf(its, restated(sample, mine, its));
    expect(restatedDrift.map(({ feature }) => feature)).toEqual(["b", "a"]);
    for (const { index } of restatedDrift) expect(index).toBeLessThan(0.01);
  });
});
