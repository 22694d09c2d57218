import { describe, expect, it } from "vitest";
import type { Series } from "./report.ts";
import { alarmsOf, RULES, twiceBaseline } from "./rules.ts";

/** A row a minute; velocity, zone and RMS as given. */
function series(rms: readonly (number | null)[], zoneD: readonly boolean[] = []): Series {
  const none = rms.map(() => null);
  return {
    at_s: rms.map((_, i) => i * 60),
    risk: none,
    horizon_h: rms.map(() => 1),
    p10_h: none,
    p50_h: none,
    p90_h: none,
    rms_g: rms,
    velocity_mm_s: rms.map(() => 1),
    temperature_C: none,
    zone_d: rms.map((_, i) => zoneD[i] ?? false),
  };
}

const alarms = (name: string, of: Series) => {
  const rule = RULES.find((r) => r.name === name);
  return rule === undefined ? [] : alarmsOf(of, rule.over(of));
};

const calm = Array.from({ length: 20 }, () => 1);

describe("the rule of twice the RMS", () => {
  it("takes the median of the first tenth for a machine's normal, of five snapshots at least", () => {
    expect(twiceBaseline({ rms_g: [1, 9, 1.2, 1.1, 1, ...calm] })).toBe(2.2);
    expect(twiceBaseline({ rms_g: [...calm.map(() => 3), ...Array.from({ length: 180 }, () => 9)] })).toBe(6);
  });

  it("raises an alarm with the third snapshot in a row over it, not before", () => {
    expect(alarms("twice-rms", series([...calm, 2.1, 2.1, 1.9, 2.1, 2.1]))).toEqual([]);
    expect(alarms("twice-rms", series([...calm, 2.1, 2.1, 2.1, 2.1]))).toEqual([
      { opened_s: 22 * 60, closed_s: null },
    ]);
  });

  it("clears it with the third in a row that is not over it", () => {
    expect(alarms("twice-rms", series([...calm, 3, 3, 3, 1, 1, 3, 1, 1, 1, 1]))).toEqual([
      { opened_s: 22 * 60, closed_s: 28 * 60 },
    ]);
  });

  it("passes over snapshots without RMS, and cannot tell without five of them", () => {
    expect(alarms("twice-rms", series([...calm, 3, null, 3, 3]))).toHaveLength(1);
    expect(alarms("twice-rms", series([null, null, null, null, 1, 9, 9, 9]))).toEqual([]);
  });
});

describe("the rule of zone D", () => {
  it("raises an alarm after three snapshots in a row in zone D", () => {
    expect(alarms("zone-d", series(calm, [false, true, true, false, true, true, true, true]))).toEqual([
      { opened_s: 6 * 60, closed_s: 10 * 60 },
    ]);
  });
});
