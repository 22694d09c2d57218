import { expect, test } from "vitest";
import { seriesTitle, seriesToAsk, tellingFirst } from "./telling.ts";

test("what tells most of a machine's condition comes first", () => {
  const names = [
    "vib-x.mean",
    "vib-x.kurtosis",
    "life.p10",
    "vib-y.velocity_rms",
    "life.p50",
    "vib-x.velocity_rms",
    "risk",
  ];
  expect(tellingFirst(names.map((name) => ({ name }))).map(({ name }) => name)).toEqual([
    "risk",
    "life.p50",
    "vib-y.velocity_rms",
    "vib-x.velocity_rms",
    "vib-x.kurtosis",
    "vib-x.mean",
  ]);
});

test("remaining life is asked for with its band", () => {
  expect(seriesToAsk("life.p50")).toEqual(["life.p10", "life.p50", "life.p90"]);
  expect(seriesToAsk("risk")).toEqual(["risk"]);
});

test("a series is called by its sensor and feature", () => {
  expect(seriesTitle("vib.x.velocity_rms")).toBe("vib.x velocity_rms");
});
