import { describe, expect, it } from "vitest";
import { falseAlarmTable, openings, type Watched, watched } from "./false-alarms.ts";

const HASTY = { threshold: 0.5, k: 2, n: 3, patience: 0 };

/** A risk per window, of a machine whose age grows by one with each from `from` on. */
const machine = (risks: readonly number[], from = 100): Watched => ({
  risks,
  ages: risks.map((_, i) => from + i),
});
const of = (pattern: string): Watched => machine(Array.from(pattern, (c) => (c === "!" ? 0.9 : 0.1)));

describe("openings", () => {
  it("are where k of the last n windows are over the threshold, the last of them too", () => {
    expect(openings(of(".!.!....!!"), HASTY)).toEqual([3, 9]);
    expect(openings(of("!..!..!..!"), HASTY)).toEqual([]);
    expect(openings(of("!.!"), { ...HASTY, threshold: 0.95 })).toEqual([]);
  });

  it("are one as long as there is a window over the threshold among the last n", () => {
    expect(openings(of("!!..!!..!!"), HASTY)).toEqual([1]);
    expect(openings(of("!!...!!"), HASTY)).toEqual([1, 6]);
  });

  it("need windows over the threshold for a share of the age", () => {
    // Patience of 4 % at an age of about 100: four windows after the first.
    expect(openings(of("!!!!!!!"), { ...HASTY, patience: 0.04 })).toEqual([5]);
    expect(openings(of("!!!!...!!!!"), { ...HASTY, patience: 0.04 })).toEqual([]);
    expect(openings(of("!!..!!!"), { ...HASTY, patience: 0.04 })).toEqual([5]);
  });
});

describe("the table of false alarms", () => {
  it("has the openings of healthy machines per spell of patience, by threshold", () => {
    // Three windows over the threshold at ages 101 to 103 last 2, more than 0.015 · 103; two would not.
    const four = Array.from({ length: 4 }, () =>
      machine([0.01, 0.9, 0.9, 0.9, ...Array<number>(36).fill(0.001)]),
    );
    // By hand: ages 100 to 139 are ln(139/100)/0.015 = 21.95 spells, four machines 87.81; 4/87.81 = 0.0456.
    expect(falseAlarmTable(four, { k: 2, n: 3, patience: 0.015 })).toEqual([
      { perSpell: 0.0456, threshold: expect.any(Number) },
    ]);
    expect(falseAlarmTable(four, { k: 2, n: 3, patience: 0.03 })).toEqual([]);
  });

  it("counts no more than one spell between two windows", () => {
    // Ages 100 and 200: ln 2/0.01 = 69 spells, but it was looked at once.
    const three = Array.from({ length: 3 }, (): Watched => ({ risks: [0.9, 0.9], ages: [100, 200] }));
    expect(falseAlarmTable(three, { k: 2, n: 3, patience: 0.01 })).toEqual([
      { perSpell: 1, threshold: expect.any(Number) },
    ]);
  });

  it("has rates that descend as thresholds ascend", () => {
    const noisy = Array.from({ length: 20 }, (_, m) =>
      machine(
        Array.from(
          { length: 300 },
          (_unused, i) => Math.abs(Math.sin(i * (m + 1.7)) * Math.sin(i / 9 + m)) ** 3,
        ),
      ),
    );
    const table = falseAlarmTable(noisy, { k: 1, n: 1, patience: 0 });
    expect(table.length).toBeGreaterThan(5);
    table.slice(1).forEach(({ perSpell, threshold }, i) => {
      expect(perSpell).toBeLessThan(table[i]?.perSpell ?? NaN);
      expect(threshold).toBeGreaterThan(table[i]?.threshold ?? NaN);
    });
    const rarest = table.at(-1);
    const count = noisy.flatMap((each) =>
      openings(each, { k: 1, n: 1, patience: 0, threshold: rarest?.threshold ?? NaN }),
    ).length;
    expect(rarest?.perSpell).toBeCloseTo(count / (20 * 299), 5);
    expect(count).toBeGreaterThanOrEqual(3);
  });

  it("does not begin where a failure is open all the time", () => {
    // Over 0.5 it comes and goes, over 0.1 it never goes.
    const coming = Array.from({ length: 300 }, (_, i) => (i % 10 < 2 ? 0.6 : 0.2));
    const [first] = falseAlarmTable([machine(coming)], { k: 2, n: 3, patience: 0 });
    expect(first?.threshold).toBeGreaterThan(0.2);
    expect(first?.perSpell).toBeCloseTo(30 / 299, 3);
  });

  it("says nothing of thresholds at which hardly anything opened", () => {
    const twice = machine([0.9, 0.9, 0, 0, 0, 0.9, 0.9, 0, 0, 0]);
    expect(falseAlarmTable([twice], { k: 2, n: 3, patience: 0 })).toEqual([]);
  });

  it("takes ages from rows", () => {
    const row = { features: {}, remaining: 1, failed: false };
    expect(
      watched(
        [
          { ...row, share: 0.25 },
          { ...row, share: 0.5 },
        ],
        [0.1, 0.2],
      ),
    ).toEqual({ risks: [0.1, 0.2], ages: [0.25, 0.5] });
  });
});
