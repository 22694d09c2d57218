import type { Drift } from "@presage/model";
import { describe, expect, it } from "vitest";
import { inputOf, tinyModel } from "./fixture.ts";
import { watchHealth } from "./health.ts";

const LIMITS = { latencyBudget: 100, driftLimit: 1 };
const DECILES = {
  edges: [-1.28, -0.84, -0.52, -0.25, 0, 0.25, 0.52, 0.84, 1.28],
  shares: Array<number>(10).fill(0.1),
};
const model = tinyModel([{ ...inputOf("acceleration.rms"), histogram: DECILES, fallback: 5 }]);

/** A window of each of `assets` machines, at evenly spread quantiles, moved by `shift`. */
const batchOf = (assets: number, shift = 0) => ({
  keys: Array.from({ length: assets }, (_, i) => `s/a/l/${i}`),
  rows: Float32Array.from({ length: assets }, (_, i) => {
    const p = (i + 0.5) / assets;
    return Math.log(p / (1 - p)) / 1.702 + shift;
  }),
});
const good = (windows: number) => ({ risks: new Float32Array(windows).fill(0.1), remaining: null });

/** Looks at so many batches; what was wrong, and the drift of each period. */
function look(batches: number, milliseconds: number, batch = batchOf(100), scores = good(batch.keys.length)) {
  const drifts: (readonly Drift[])[] = [];
  const health = watchHealth(model, LIMITS, (drift) => drifts.push(drift));
  const faults = Array.from({ length: batches }, () => health.look(batch, scores, milliseconds));
  return { drifts, faults: faults.filter((fault) => fault !== null), at: faults.findIndex(Boolean) };
}

describe("a model that is live", () => {
  it("is well as long as its risks are finite, in time, and its inputs as in training", () => {
    const { faults, drifts } = look(200, 1);
    expect(faults).toEqual([]);
    expect(drifts).toHaveLength(10); // 20 windows of each asset a period
    expect(drifts[0]?.[0]?.index).toBeLessThan(0.05);
  });

  it("is faulty, once, with the first risk that is not finite", () => {
    const { faults, at } = look(5, 1, batchOf(2), { risks: Float32Array.of(0.1, NaN), remaining: null });
    expect(at).toBe(0);
    expect(faults).toMatchObject([{ cause: "not-finite" }]);
  });

  it("is too slow after ten batches over its budget, not after one", () => {
    expect(look(9, 101).faults).toEqual([]);
    expect(look(30, 101)).toMatchObject({ at: 9, faults: [{ cause: "too-slow" }] });
  });

  it("may take longer for more windows than the budget is for", () => {
    expect(look(30, 399, batchOf(1_024)).faults).toEqual([]);
    expect(look(30, 401, batchOf(1_024)).faults).toHaveLength(1);
  });

  it("has drifted when its inputs are far from the training data for three periods", () => {
    const { faults, at } = look(200, 1, batchOf(100, 3));
    expect(faults).toMatchObject([{ cause: "drift", sample: { assets: 100 } }]);
    expect(faults[0]?.message).toMatch(/acceleration\.rms is far from the training data/);
    expect(at).toBe(59);
  });

  it("has not drifted as three machines are not like the training data's mean", () => {
    expect(look(2_000, 1, batchOf(3, 1)).faults).toEqual([]);
  });

  it("may drift as far as it likes where no limit is set", () => {
    const health = watchHealth(model, { ...LIMITS, driftLimit: 0 }, () => {});
    for (let i = 0; i < 200; i++) expect(health.look(batchOf(100, 3), good(100), 1)).toBeNull();
  });
});
