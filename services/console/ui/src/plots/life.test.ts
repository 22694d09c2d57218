import { expect, test } from "vitest";
import { lifeBand } from "./life.ts";

const series = (name: string, time: number[], mean: number[]) => ({
  name,
  unit: "h",
  time,
  mean,
  least: mean,
  most: mean,
});

test("the band of remaining life is p10 to p90 at the times of p50", () => {
  const p10 = series("life.p10", [0, 20], [40, 20]);
  const p50 = series("life.p50", [0, 10, 20], [70, 60, 50]);
  const p90 = series("life.p90", [0, 20], [90, 80]);
  const { mean, least, most } = lifeBand(p10, p50, p90);
  expect({ mean, least, most }).toEqual({ mean: [70, 60, 50], least: [40, 30, 20], most: [90, 85, 80] });
});

test("long lives are in days, short ones in minutes", () => {
  const at = (hours: number) => series("life", [0], [hours]);
  expect(lifeBand(at(24), at(48), at(240))).toMatchObject({ unit: "d", mean: [2], least: [1], most: [10] });
  expect(lifeBand(at(0.1), at(0.5), at(1))).toMatchObject({ unit: "min", mean: [30], most: [60] });
});
