import { describe, expect, it } from "vitest";
import { faultFrequencies } from "./bearing.ts";
import { markersOf } from "./marker.ts";

const SHAFT_HZ = 1797 / 60;

/** Of a 6205 at 1,797 r/min: BPFO 107.364, BPFI 162.186, BSF 70.585, FTF 11.929 Hz (SKF's geometry, Case Western Reserve University). */
const FAULTS = faultFrequencies(SHAFT_HZ, { balls: 9, ball_mm: 7.94, pitch_mm: 39.04, contact_deg: 0 });

const labels = (maxHz: number): string[] =>
  markersOf({ shaftHz: SHAFT_HZ, faults: FAULTS }, "envelope", maxHz).map(({ label }) => label);

describe("the markers of a spectrum", () => {
  it("are the shaft's orders 1x to 10x of a velocity or an acceleration", () => {
    for (const kind of ["velocity", "acceleration"] as const) {
      const markers = markersOf({ shaftHz: 25, faults: FAULTS }, kind, 10_000);
      expect(markers.map(({ hz }) => hz)).toEqual([25, 50, 75, 100, 125, 150, 175, 200, 225, 250]);
      expect(markers[1]).toEqual({ label: "2x", hz: 50, kind: "shaft", sideband: false });
      expect(markers.at(-1)?.label).toBe("10x");
    }
  });

  it("are the bearing's frequencies with their multiples and sidebands of an envelope, ascending", () => {
    expect(labels(170)).toEqual([
      "FTF", // 11.9
      "2x FTF", // 23.9
      "1x", // 29.95
      "3x FTF", // 35.8
      "4x FTF", // 47.7
      "BSF - FTF", // 58.7
      "2x", // 59.9
      "BSF", // 70.6
      "BSF + FTF", // 82.5
      "3x", // 89.85
      "BPFI - 2x", // 102.3
      "BPFO", // 107.4
      "2x BSF - FTF", // 129.2
      "BPFI - 1x", // 132.2
      "2x BSF", // 141.2
      "2x BSF + FTF", // 153.1
      "BPFI", // 162.2
    ]);
    const all = markersOf({ shaftHz: SHAFT_HZ, faults: FAULTS }, "envelope", 2000);
    const find = (label: string) => all.find((marker) => marker.label === label);
    expect(find("6x BPFO")?.hz).toBeCloseTo(6 * 107.364, 1);
    expect(find("BPFI + 1x")).toMatchObject({ kind: "BPFI", sideband: true });
    expect(find("BPFI + 1x")?.hz).toBeCloseTo(162.186 + 29.95, 2);
    expect(find("2x BPFI - 2x")?.hz).toBeCloseTo(2 * 162.186 - 2 * 29.95, 2);
    expect(find("4x BSF + FTF")).toMatchObject({ kind: "BSF", sideband: true });
    expect(new Set(all.map(({ label }) => label)).size).toBe(all.length);
  });

  it("end at the highest frequency that is shown, that one included", () => {
    expect(markersOf({ shaftHz: 25 }, "velocity", 50).map(({ label }) => label)).toEqual(["1x", "2x"]);
  });

  it("are none of what is not known, or stands still", () => {
    expect(markersOf({}, "velocity", 1000)).toEqual([]);
    expect(markersOf({ shaftHz: 25 }, "envelope", 1000).map(({ label }) => label)).toEqual([
      "1x",
      "2x",
      "3x",
    ]);
    expect(markersOf({ shaftHz: 0 }, "velocity", 1000)).toEqual([]);
    const withoutShaft = markersOf({ faults: FAULTS }, "envelope", 1000);
    expect(withoutShaft.filter(({ kind, sideband }) => kind === "BPFI" && sideband)).toEqual([]);
  });
});
