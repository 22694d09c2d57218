import { expect, test } from "vitest";
import {
  ageText,
  hoursText,
  numberText,
  percentText,
  rangeText,
  shortTimeText,
  timeText,
  withUnit,
} from "./format.ts";

test("a length of time is said in the unit that says it shortest", () => {
  expect(hoursText(0.0014)).toBe("5 s");
  expect(hoursText(0.5)).toBe("30 min");
  expect(hoursText(1)).toBe("1 h");
  expect(hoursText(9.44)).toBe("9.4 h");
  expect(hoursText(26)).toBe("26 h");
  expect(hoursText(5 * 24)).toBe("5 d");
  expect(hoursText(30 * 24)).toBe("4 wk");
  expect(hoursText(100 * 24)).toBe("3 mo");
  expect(hoursText(800 * 24)).toBe("2.2 y");
  expect(hoursText(Number.NaN)).toBe("–");
});

test("a range says a common unit once", () => {
  expect(rangeText(4, 18)).toBe("4–18 h");
  expect(rangeText(0.5, 3)).toBe("30 min–3 h");
});

test("what was within the last minute is now", () => {
  expect(ageText(1_000, 30_000)).toBe("now");
  expect(ageText(0, 7_200_000)).toBe("2 h");
});

test("a risk that is not certain is never shown as certain", () => {
  expect(percentText(0)).toBe("0 %");
  expect(percentText(0.004)).toBe("< 1 %");
  expect(percentText(0.87)).toBe("87 %");
  expect(percentText(0.998)).toBe("> 99 %");
  expect(percentText(1)).toBe("100 %");
});

test("a time is as short as it is clear", () => {
  const noon = new Date(2026, 10, 27, 12, 5).getTime();
  expect(timeText(noon)).toBe("2026-11-27 12:05");
  expect(shortTimeText(noon, noon + 60_000)).toBe("12:05");
  expect(shortTimeText(noon, noon - 86_400_000)).toBe("Fri 12:05");
  expect(shortTimeText(noon, noon + 9 * 86_400_000)).toBe("2026-11-27");
});

test("numbers have three significant digits and units as people write them", () => {
  expect(numberText(0)).toBe("0");
  expect(numberText(4.1234)).toBe("4.12");
  expect(numberText(2560)).toBe("2560");
  expect(numberText(0.000012)).toBe("1.20e-5");
  expect(withUnit(81.25, "Cel")).toBe("81.3 °C");
  expect(withUnit(3, "1")).toBe("3");
});
