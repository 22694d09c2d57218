import { expect, it } from "vitest";
import { CATALOGUE } from "./catalogue.ts";
import { scalarStatistics } from "./scalar.ts";

const VALUES = Float64Array.of(3.5, 1.25, 9, 4.75, -2, 100, 4.5);

it("gives the robust statistics of values in any order, and leaves them so", () => {
  // Reference: NumPy mean, median, std (ddof 0) and scipy.stats.median_abs_deviation.
  const f = scalarStatistics(VALUES);
  expect(f["mean"]).toBeCloseTo(17.285714285714285, 12);
  expect(f["min"]).toBe(-2);
  expect(f["max"]).toBe(100);
  expect(f["median"]).toBe(4.5);
  expect(f["std"]).toBeCloseTo(33.91176275367037, 12);
  expect(f["mad"]).toBe(3.25);
  expect(VALUES[0]).toBe(3.5);
});

it("takes the mean of the two middle values of an even number", () => {
  expect(scalarStatistics(Float32Array.of(8, 1, 2, 5))["median"]).toBe(3.5);
});

it("gives a single value no spread, and no values nothing", () => {
  expect(scalarStatistics(Float32Array.of(7))).toEqual({
    mean: 7,
    min: 7,
    max: 7,
    median: 7,
    std: 0,
    mad: 0,
  });
  expect(scalarStatistics(new Float32Array(0))).toEqual({});
});

it("computes the features of the catalogue, all of them and no others", () => {
  const names = CATALOGUE.filter((f) => f.quantity === "scalar").map((f) => f.name);
  expect(Object.keys(scalarStatistics(VALUES)).toSorted()).toEqual(names.toSorted());
});
