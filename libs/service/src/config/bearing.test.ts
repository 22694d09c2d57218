import { describe, expect, it } from "vitest";
import { BEARINGS, withGeometry } from "./bearing.ts";

describe("the table of bearings", () => {
  // Characteristic defect frequencies as their publishers give them, Hz at the shaft frequency in the second column:
  // CWRU Bearing Data Center (multiples of running speed), XJTU-SY at 2,100 r/min, IMS at 2,000 r/min.
  it.each([
    ["6205", 1, 3.5848, 5.4152],
    ["6203", 1, 3.053, 4.9469],
    ["UER204", 35, 107.91, 172.09],
    ["ZA-2115", 2000 / 60, 236.4, 296.9],
  ])("gives %s at %d Hz the published BPFO %d and BPFI %d", (designation, shaft, bpfo, bpfi) => {
    const { balls = 0, ballDiameter = 0, pitchDiameter = 1, contactAngle = 0 } = BEARINGS[designation] ?? {};
    const ratio = (ballDiameter / pitchDiameter) * Math.cos((contactAngle * Math.PI) / 180);
    expect(Math.abs((((balls / 2) * (1 - ratio) * shaft) / bpfo - 1) * 1e4)).toBeLessThan(3);
    expect(Math.abs((((balls / 2) * (1 + ratio) * shaft) / bpfi - 1) * 1e4)).toBeLessThan(3);
  });

  it("fills in what a known designation leaves out, and leaves the rest as it was written", () => {
    expect(withGeometry({ designation: 6205, balls: 10 })).toEqual({
      designation: "6205",
      balls: 10,
      ballDiameter: 7.94,
      pitchDiameter: 39.04,
      contactAngle: 0,
    });
    expect(withGeometry({ designation: "toString" })).toEqual({ designation: "toString" });
    expect(withGeometry("6205")).toBe("6205");
  });
});
