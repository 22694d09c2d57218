import { expect, test } from "vitest";
import { seriesOf, usualSpan } from "./trend-choice.ts";

const HOUR = 3_600_000;
const driver = { value: 1, reference: 1, deviation: 5 };

test("risk, life, velocity and temperature come first, then what drives the risk", () => {
  const available = [
    "life.p10",
    "life.p50",
    "risk",
    "t1.mean",
    "vib-x.kurtosis",
    "vib-x.peak",
    "vib-x.velocity_rms",
  ];
  const drivers = [
    { ...driver, sensor: "vib-x", feature: "velocity_rms" },
    { ...driver, sensor: "vib-x", feature: "kurtosis" },
    { ...driver, feature: "acceleration.peak" },
    { ...driver, feature: "gone" },
  ];
  const sensors = [
    { sensor: "t1", quantity: "temperature" },
    { sensor: "vib-x", quantity: "acceleration" },
  ];
  expect(seriesOf(drivers, sensors, available)).toEqual([
    "risk",
    "life.p50",
    "vib-x.velocity_rms",
    "t1.mean",
    "vib-x.kurtosis",
    "vib-x.peak",
  ]);
});

test("the span shows a failure from before it opened", () => {
  expect(usualSpan(10 * 60_000)).toBe(HOUR);
  expect(usualSpan(6 * HOUR)).toBe(24 * HOUR);
  expect(usualSpan(5_000 * 24 * HOUR)).toBe(365 * 24 * HOUR);
});
