import { expect, test } from "vitest";
import { assetEntry, yamlText } from "./yaml.ts";

test("an asset with all that is known of it", () => {
  expect(
    assetEntry({
      path: "lyon/press/line2/motor7",
      class: "motor",
      machineGroup: 2,
      foundation: "rigid",
      shaftSpeed: 1797,
      bearing: { designation: "6205", balls: 9, ballDiameter: 7.94, pitchDiameter: 39.04, contactAngle: 0 },
      temperatureLimit: 90,
    }),
  ).toBe(`assets:
  - path: lyon/press/line2/motor7
    class: motor
    machineGroup: 2
    foundation: rigid
    shaftSpeed: 1797 # r/min
    bearing: { designation: "6205", balls: 9, ballDiameter: 7.94, pitchDiameter: 39.04, contactAngle: 0 } # mm, degrees
    limits: { temperature: 90 } # Cel
`);
});

test("what is not known is left out", () => {
  expect(
    assetEntry({ path: "a/b/c/d", class: "", bearing: { designation: "" }, shaftSpeed: Number.NaN }),
  ).toBe("assets:\n  - path: a/b/c/d\n");
});

test.each([
  ["6205", '"6205"'],
  ["1e3", '"1e3"'],
  ["yes", '"yes"'],
  ["Null", '"Null"'],
  ["two words", '"two words"'],
  ["a: b", '"a: b"'],
  ["a #b", '"a #b"'],
  ["- a", '"- a"'],
  ["{x}", '"{x}"'],
  ['say "hi"', String.raw`"say \"hi\""`],
  ["back\\slash", String.raw`"back\\slash"`],
  ["line\nbreak", String.raw`"line\nbreak"`],
  ["next\u0085line", String.raw`"next\u0085line"`],
  ["", '""'],
  ["Köln", '"Köln"'],
])("%j is quoted", (text, written) => {
  expect(yamlText(text)).toBe(written);
});

test.each(["motor7", "lyon/press/line-2/motor_7", "UER204", "ZA-2115"])("%s needs no quotes", (text) => {
  expect(yamlText(text)).toBe(text);
});
