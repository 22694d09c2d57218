import { expect, test } from "vitest";
import {
  amplitudeAt,
  greatestPeaks,
  harmonicFamily,
  type Marker,
  nearestMarker,
  peakNear,
  sidebandFamily,
} from "./families.ts";

// Bearing 6205 at 1,797 r/min: Case Western Reserve University Bearing Data Center.
const BPFO = 107.364;
const BPFI = 162.186;
const SHAFT = 29.95;

const marker = (label: string, hz: number, kind: Marker["kind"]): Marker => ({
  label,
  hz,
  kind,
  sideband: false,
});

test("a harmonic family is 1x to 10x, as far as the spectrum goes", () => {
  expect(harmonicFamily(BPFO, 10_000).map((line) => line.label)).toEqual([
    "1×",
    "2×",
    "3×",
    "4×",
    "5×",
    "6×",
    "7×",
    "8×",
    "9×",
    "10×",
  ]);
  expect(harmonicFamily(BPFO, 10_000)[2]?.hz).toBeCloseTo(322.092, 6);
  expect(harmonicFamily(BPFO, 400)).toHaveLength(3);
});

test("a sideband family stands evenly on either side, and not below zero", () => {
  const lines = sidebandFamily(BPFI, SHAFT, 1000);
  expect(lines).toHaveLength(11);
  expect(lines.find((line) => line.label === "+1")?.hz).toBeCloseTo(192.136, 6);
  expect(lines.find((line) => line.label === "−2")?.hz).toBeCloseTo(102.286, 6);
  expect(sidebandFamily(SHAFT, SHAFT, 1000).map((line) => line.label)).toEqual([
    "0",
    "+1",
    "+2",
    "+3",
    "+4",
    "+5",
  ]);
});

test("a line is called by the nearest marker within 2 %", () => {
  const markers = [marker("BPFO", BPFO, "BPFO"), marker("4x", 4 * SHAFT, "shaft")];
  expect(nearestMarker(markers, 106, 0.5)?.label).toBe("BPFO");
  expect(nearestMarker(markers, 119, 0.5)?.label).toBe("4x");
  expect(nearestMarker(markers, 112, 0.5)).toBeUndefined();
});

test("near zero a line and a half of the spectrum counts as near", () => {
  expect(nearestMarker([marker("FTF", 11.929, "FTF")], 11, 1)?.label).toBe("FTF");
});

test("a click finds the greatest line around it, between the lines of the spectrum", () => {
  // The parabola through 8, 10, 9 at 2, 3, 4 has its vertex at 3 + 1/6.
  const amplitude = [0, 1, 8, 10, 9, 1, 0, 0];
  expect(peakNear(amplitude, 5, 2, 2)).toBeCloseTo((3 + 1 / 6) * 2, 9);
  expect(peakNear(amplitude, 7, 0, 2)).toBe(14);
});

test("the greatest lines are local ones, greatest first", () => {
  const amplitude = [9, 1, 4, 2, 1, 6, 5, 1, 2];
  expect(greatestPeaks(amplitude, 10, 3)).toEqual([
    { hz: 50, amplitude: 6 },
    { hz: 20, amplitude: 4 },
  ]);
});

test("the amplitude of a frequency between two lines is the greater one around it", () => {
  expect(amplitudeAt([0, 1, 5, 2], 10, 16)).toBe(5);
  expect(amplitudeAt([0, 1], 10, 500)).toBe(0);
});
