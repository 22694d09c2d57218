import type { ModelManifest } from "@presage/model";
import { describe, expect, it } from "vitest";
import { ruleOf, thresholdFor } from "./rule.ts";

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const odds = (p: number): number => p / (1 - p);

/** Rates fall by e while the log-odds rise by 1, then by e² by 1. */
const table = [
  { perSpell: Math.exp(-3), threshold: logistic(-2) },
  { perSpell: Math.exp(-4), threshold: logistic(-1) },
  { perSpell: Math.exp(-6), threshold: logistic(0) },
  { perSpell: Math.exp(-8), threshold: logistic(1) },
];

const manifest = (
  decision: Partial<ModelManifest["decision"]> = {},
): Pick<ModelManifest, "decision" | "outputs"> => ({
  decision: {
    threshold: 0.5,
    k: 2,
    n: 3,
    clearThreshold: 0.25,
    clearWindows: 6,
    patience: 0.05,
    ...decision,
  },
  outputs: { risk: "nothing", horizonShare: 0.1, edges: [0.1, 0.2], band: { low: 1, high: 1 } },
});
const settings = { quietTime: 60_000, falseAlarmsPerYear: 0.01 };

describe("the threshold for a rate of false alarms", () => {
  it("is the table's at its rows", () => {
    for (const { perSpell, threshold } of table)
      expect(thresholdFor(perSpell, table)).toBeCloseTo(threshold, 12);
  });

  it("is between them linear in log-odds and the logarithm of the rate", () => {
    expect(thresholdFor(Math.exp(-3.5), table)).toBeCloseTo(logistic(-1.5), 12);
    expect(thresholdFor(Math.exp(-4.5), table)).toBeCloseTo(logistic(-0.75), 12);
  });

  it("goes on beyond the last row by the line through the rarer half of the table", () => {
    // From (−4, −1) to (−8, 1) by half a unit of log-odds for each e.
    expect(thresholdFor(Math.exp(-10), table)).toBeCloseTo(logistic(2), 12);
    const two = table.slice(0, 2);
    expect(thresholdFor(Math.exp(-6), two)).toBeCloseTo(logistic(1), 12);
  });

  it("is the first row's for more alarms than the table has, and the only row's for any", () => {
    expect(thresholdFor(0.9, table)).toBeCloseTo(logistic(-2), 12);
    expect(thresholdFor(1e-9, table.slice(0, 1))).toBeCloseTo(logistic(-2), 12);
    expect(() => thresholdFor(0.1, [])).toThrow(RangeError);
  });

  it("never falls as fewer alarms are accepted, and stays a probability", () => {
    const thresholds = Array.from({ length: 400 }, (_, i) => thresholdFor(Math.exp(-i / 20), table));
    expect(thresholds).toEqual(thresholds.toSorted((a, b) => a - b));
    for (const threshold of thresholds) expect(threshold > 0 && threshold < 1).toBe(true);
  });
});

describe("the decision rule", () => {
  it("shares a year's budget out to the spells of patience from an asset's first month to its thirteenth", () => {
    // ln 13 / (0.05 · 0.1) = 512.99 spells; at 512.99 · e⁻⁴ = 9.396 alarms a year a spell has e⁻⁴.
    const spells = Math.log(13) / (0.05 * 0.1);
    const rule = ruleOf(manifest({ falseAlarms: table }), {
      ...settings,
      falseAlarmsPerYear: spells * Math.exp(-4),
    });
    expect(rule.threshold).toBeCloseTo(logistic(-1), 12);
  });

  it("shares it out to the spells of a year where the horizon is in hours", () => {
    const outputs = { risk: "nothing", horizonHours: 24 };
    const spells = (365.25 * 24) / (0.05 * 24);
    const rule = ruleOf(
      { ...manifest({ falseAlarms: table }), outputs },
      { ...settings, falseAlarmsPerYear: spells * Math.exp(-6) },
    );
    expect(rule.threshold).toBeCloseTo(logistic(0), 12);
  });

  it("has a higher threshold the fewer false alarms are accepted", () => {
    const thresholds = [100, 10, 1, 0.1, 0.01].map(
      (falseAlarmsPerYear) =>
        ruleOf(manifest({ falseAlarms: table }), { ...settings, falseAlarmsPerYear }).threshold,
    );
    expect(new Set(thresholds).size).toBe(5);
    expect(thresholds).toEqual(thresholds.toSorted((a, b) => a - b));
  });

  it("has the model's threshold if the model says nothing of false alarms", () => {
    expect(ruleOf(manifest(), settings).threshold).toBe(0.5);
  });

  it("has the threshold and the rest that are set, whatever the model says", () => {
    const rule = ruleOf(manifest({ falseAlarms: table }), { ...settings, threshold: 0.7, k: 4, n: 5 });
    expect(rule).toMatchObject({
      threshold: 0.7,
      k: 4,
      n: 5,
      clearWindows: 6,
      patience: 0.05,
      quietTime: 60_000,
    });
    expect(ruleOf(manifest(), { ...settings, clearThreshold: 0.1 }).clearThreshold).toBe(0.1);
  });

  it("clears at half the threshold's odds, so that a failure does not flap", () => {
    for (const threshold of [0.05, 0.5, 0.95]) {
      const { clearThreshold } = ruleOf(manifest(), { ...settings, threshold });
      expect(odds(clearThreshold)).toBeCloseTo(odds(threshold) / 2, 9);
    }
  });

  it("never clears at a risk that counts", () => {
    const { threshold, clearThreshold } = ruleOf(manifest(), { ...settings, clearThreshold: 1 });
    expect(clearThreshold).toBe(threshold);
  });
});
