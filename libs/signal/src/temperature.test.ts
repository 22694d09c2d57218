import { expect, it } from "vitest";
import { CATALOGUE } from "./catalogue.ts";
import { temperatureStatistics, type TrendPoint } from "./temperature.ts";

const NOW = 1_700_000_000_000;

it("gives mean, extremes and the slope per minute of the trend", () => {
  // Reference: scipy.stats.linregress over minutes.
  const trend = [
    [0, 40],
    [10, 40.3],
    [20, 40.1],
    [40, 41.2],
    [60, 41.9],
  ] as const; // seconds, Cel
  const points = trend.map(([s, v]): TrendPoint => [NOW + s * 1000, v]);
  const f = temperatureStatistics(Float64Array.of(41.5, 42.5, 41.7), points);
  expect(f["mean"]).toBeCloseTo(41.9, 12);
  expect(f["min"]).toBe(41.5);
  expect(f["max"]).toBe(42.5);
  expect(f["slope"]).toBeCloseTo(1.965517241379311, 9);
});

it("has no slope without two points of different time", () => {
  const values = Float32Array.of(40);
  expect(temperatureStatistics(values, [[NOW, 40]])).toEqual({ mean: 40, min: 40, max: 40 });
  expect(
    temperatureStatistics(values, [
      [NOW, 40],
      [NOW, 41],
    ]),
  ).not.toHaveProperty("slope");
  expect(temperatureStatistics(values, [])).not.toHaveProperty("slope");
});

it("computes the features of the catalogue, all of them and no others; of no values, none", () => {
  const names = CATALOGUE.filter((f) => f.quantity === "temperature").map((f) => f.name);
  const f = temperatureStatistics(Float32Array.of(40), [
    [NOW, 40],
    [NOW + 1, 41],
  ]);
  expect(Object.keys(f).toSorted()).toEqual(names.toSorted());
  expect(temperatureStatistics(new Float32Array(0), [])).toEqual({});
});
