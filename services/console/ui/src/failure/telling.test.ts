import { expect, test } from "vitest";
import {
  dataText,
  driverText,
  farText,
  featureText,
  qualityProblems,
  ruleText,
  trendText,
} from "./telling.ts";

const quality = { coverage: 1, gaps: 0, stuck: 0, outOfRange: 0, clipped: 0, clockSkewed: 0 };
const sensor = { sensor: "vib-x", quantity: "acceleration", unit: "g", lastSeen: 0, features: [], quality };

test("features are named as people say them", () => {
  expect(featureText("envelope_bpfo_ratio")).toBe("Envelope BPFO ratio");
  expect(featureText("acceleration.rms")).toBe("Acceleration RMS");
  expect(featureText("acceleration.band_rms_1000_4000")).toBe("Acceleration band RMS 1000–4000 Hz");
  expect(featureText("band_rms_4000_nyquist")).toBe("Band RMS above 4000 Hz");
});

test("limits are named in words, also those that this page does not know yet", () => {
  expect(ruleText("zone-d")).toBe("Velocity in ISO 20816-3 zone D");
  expect(ruleText("oil-level")).toBe("Oil level");
});

test("a driver says what is, and what usually is", () => {
  const driver = { feature: "temperature.mean", value: 81.24, reference: 64, deviation: 4, unit: "Cel" };
  expect(driverText(driver)).toBe("Temperature mean is 81.2 °C, usually 64 °C");
  expect(driverText({ feature: "kurtosis", sensor: "vib-x", value: 6.4, reference: 3.1, deviation: 5 })).toBe(
    "Kurtosis of vib-x is 6.4, usually 3.1",
  );
});

test("a trend rises, falls or is steady", () => {
  expect(trendText([0.4, 0.7, 0.87])).toBe("Rising: 40 % to 87 % over the last 3 windows");
  expect(trendText([0.5, 0.3])).toMatch(/^Falling/);
  expect(trendText([0.5, 0.52])).toMatch(/^Steady/);
  expect(trendText([0.5])).toBeUndefined();
});

test("deviations count to both sides", () => {
  const driver = { feature: "rms", value: 1, reference: 1 };
  expect(
    farText([
      { ...driver, deviation: -4 },
      { ...driver, deviation: 3 },
      { ...driver, deviation: 1 },
    ]),
  ).toBe("2 features are far from their baselines");
  expect(farText([])).toBe("No feature is far from its baseline");
});

test("only what is wrong with the data is said", () => {
  expect(qualityProblems(sensor)).toEqual([]);
  expect(qualityProblems({ quality: { ...quality, coverage: 0.81, gaps: 1, clipped: 0.02 } })).toEqual([
    "81 % coverage",
    "1 gap",
    "2 % clipped",
  ]);
  expect(dataText([sensor])).toBe("The data of all its sensors is good");
  expect(dataText([sensor, { ...sensor, sensor: "vib-y", quality: { ...quality, gaps: 3 } }])).toBe(
    "vib-y: 3 gaps",
  );
});
