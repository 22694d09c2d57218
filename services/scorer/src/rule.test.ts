import { describe, expect, it } from "vitest";
import { ruleOf, thresholdFor } from "./rule.ts";

const logit = (p: number): number => Math.log(p / (1 - p));
const table = [
  { perSpell: 1e-2, threshold: 0.1 },
  { perSpell: 1e-3, threshold: 0.3 },
  { perSpell: 1e-4, threshold: 0.5 },
];

describe("the threshold for a rate of false alarms", () => {
  it("is the table's where the rate is in it, and the first for all that is more", () => {
    for (const { perSpell, threshold } of table)
      expect(thresholdFor(perSpell, table)).toBeCloseTo(threshold, 10);
    expect(thresholdFor(0.5, table)).toBeCloseTo(0.1, 10);
  });

  it("lies between two rows on the line of log-odds over the logarithm of the rate", () => {
    // Half way from 1e-2 to 1e-3 in the logarithm: half way from logit 0.1 to logit 0.3.
    expect(logit(thresholdFor(10 ** -2.5, table))).toBeCloseTo((logit(0.1) + logit(0.3)) / 2, 10);
  });

  it("goes on beyond the table as its rarer half does", () => {
    // Rows 1e-3 and 1e-4 rise by logit 0.5 − logit 0.3 a decade.
    expect(logit(thresholdFor(1e-5, table))).toBeCloseTo(2 * logit(0.5) - logit(0.3), 10);
  });

  it("rises as the rate falls", () => {
    const thresholds = [1e-1, 1e-2, 3e-3, 1e-3, 1e-4, 1e-6].map((rate) => thresholdFor(rate, table));
    expect(thresholds).toEqual(thresholds.toSorted((a, b) => a - b));
  });
});

describe("the decision rule", () => {
  const outputs = { risk: "r", horizonShare: 0.1, edges: [0.1, 1], band: { low: 1, high: 1 } };
  const decision = { threshold: 0.9, k: 2, n: 3, clearThreshold: 0.2, clearWindows: 6, patience: 0.1 };

  it("turns a budget a year into a rate per spell of patience, which lasts for a share of the age", () => {
    // From 1 to 13 months of age there are ln 13 / (0.1 · 0.1) = 256.5 spells.
    const rule = ruleOf(
      { decision: { ...decision, falseAlarms: table }, outputs },
      { falseAlarmsPerYear: 0.2565, quietTime: 1 },
    );
    expect(rule.threshold).toBeCloseTo(0.3, 3);
    expect(rule).toMatchObject({ k: 2, n: 3, clearWindows: 6, patience: 0.1, quietTime: 1 });
  });

  it("clears at half of the threshold's odds", () => {
    const rule = ruleOf({ decision, outputs }, { falseAlarmsPerYear: 0.01, quietTime: 1 });
    expect(rule.threshold).toBe(0.9); // there is no table
    expect(rule.clearThreshold).toBeCloseTo(4.5 / 5.5, 10);
  });

  it("is what the configuration says where it says something", () => {
    const set = { falseAlarmsPerYear: 0.01, quietTime: 1, threshold: 0.7, k: 1, clearThreshold: 0.1 };
    expect(ruleOf({ decision: { ...decision, falseAlarms: table }, outputs }, set)).toMatchObject({
      threshold: 0.7,
      k: 1,
      n: 3,
      clearThreshold: 0.1,
    });
  });
});
