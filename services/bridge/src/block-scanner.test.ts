import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanBlock } from "./block-scanner.ts";
import { decodeJson } from "./json-decoder.ts";
import { readJson } from "./json-object.ts";

const MAX_SAMPLES = 1_000;

/** What the payload says by JSON.parse. */
function parsed(payload: string) {
  const read = readJson(Buffer.from(payload));
  return read.ok ? decodeJson(read.body, MAX_SAMPLES) : read;
}
const scanned = (payload: string) => scanBlock(Buffer.from(payload), MAX_SAMPLES);

/** What is scanned is what JSON.parse gives, to the bit; what is refused is left to it. */
function agrees(payload: string): void {
  const result = scanned(payload);
  if (result !== undefined) expect(result).toEqual(parsed(payload));
}

const blank = fc.constantFrom("", "", "", " ", "\n\t", "\r\n ");
const digits = fc.stringMatching(/^[0-9]{1,24}$/);
/** As JSON writes numbers, and nearly so. */
const numeral = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((x) => JSON.stringify(x)),
  fc.float({ noDefaultInfinity: true, noNaN: true }).map((x) => JSON.stringify(x)),
  fc.double({ min: -20, max: 20, noNaN: true }).map((x) => x.toFixed(6)),
  fc.integer().map(String),
  fc.constantFrom(
    "-0",
    "0e0",
    "01",
    "1.",
    ".5",
    "+1",
    "-",
    "1e",
    "1e400",
    "NaN",
    "null",
    '"1"',
    "9007199254740993",
    "4294967296.05",
  ),
  fc
    .tuple(
      fc.constantFrom("", "-"),
      digits,
      fc.constantFrom("", "."),
      digits,
      fc.constantFrom("", "e", "E-", "e+"),
      fc.nat(45),
    )
    .map(
      ([sign, whole, point, part, e, power]) =>
        sign + whole + (point && point + part) + (e && `${e}${power}`),
    ),
);
const plainNumeral = fc.oneof(
  fc.double({ min: -20, max: 20, noNaN: true }).map((x) => x.toFixed(6)),
  fc.double({ min: -20, max: 20, noNaN: true }).map((x) => JSON.stringify(Math.abs(x) < 1e-12 ? 0 : x)),
);
const name = fc.constantFrom("t", "v", "rate", "unit", "seq", "V", "__proto__", "x");
const unit = fc.constantFrom(
  '"g"',
  '"m/s2"',
  '"[degF]"',
  '"K"',
  '"A"',
  '"furlong"',
  '"°C"',
  '"\\u0067"',
  '"mm/s\\n"',
);
const list = (of: fc.Arbitrary<string>, maxLength: number) =>
  fc
    .tuple(fc.array(of, { maxLength }), blank)
    .map(([each, gap]) => `[${gap}${each.join(`${gap},${gap}`)}${gap}]`);
const value = fc.oneof(numeral, unit, list(numeral, 8), list(plainNumeral, 8));
const object = fc
  .tuple(fc.array(fc.tuple(name, value), { maxLength: 6 }), blank)
  .map(
    ([members, gap]) =>
      `${gap}{${members.map(([n, v]) => `${gap}"${n}"${gap}:${gap}${v}`).join(",")}${gap}}${gap}`,
  );
const block = fc
  .tuple(
    list(fc.oneof(plainNumeral, numeral), 40),
    fc.constantFrom("g", "m/s2", "Cel", "[degF]", "K"),
    fc.nat(),
    fc.integer(),
  )
  .map(([v, u, rate, t]) => `{"t":${t},"rate":${rate},"unit":"${u}","v":${v},"seq":${rate}}`);

describe("the block scanner", () => {
  it("gives to the bit what JSON.parse gives, or leaves it to JSON.parse", () => {
    fc.assert(fc.property(fc.oneof(object, block), agrees), { numRuns: 5_000 });
  });

  it("does so for payloads in which bytes were lost, doubled or changed", () => {
    const whole =
      '{"t": 1700000000000, "rate": 25600.5, "unit": "m/s2", "seq": 7, "v": [0.012, -3.4e-5, 12, -0]}';
    const damaged = fc
      .tuple(fc.nat(whole.length), fc.nat(3), fc.string({ maxLength: 3, unit: "grapheme" }))
      .map(([at, gone, put]) => whole.slice(0, at) + put + whole.slice(at + gone));
    fc.assert(fc.property(damaged, agrees), { numRuns: 5_000 });
  });

  it("takes what devices send, with numbers as short and as long as languages print them", () => {
    const plain = fc
      .tuple(fc.array(plainNumeral, { minLength: 1, maxLength: 50 }), fc.constantFrom("g", "m/s2"))
      .map(([v, u]) => `{"t":1700000000000,"rate":25600,"unit":"${u}","v":[${v.join(", ")}]}`);
    fc.assert(
      fc.property(plain, (payload) => {
        expect(scanned(payload)).toEqual(parsed(payload));
      }),
      { numRuns: 2_000 },
    );
    for (const payload of [
      '{"t": 1700000000000, "v": 71.3, "unit": "Cel"}',
      '{"v":1}',
      ' { "v" : -0 , "seq" : 4711 } ',
    ])
      expect(scanned(payload)).toEqual(parsed(payload));
  });

  it("rounds once, as JSON.parse: numbers between two that a double or a 32-bit number can be", () => {
    // 2^53 + 1 lies between two doubles; 1 + 2^-24 between two 32-bit numbers; the last is a known hard case of strtod.
    for (const x of [
      "9007199254740993",
      "4294967296.05",
      "1.000000059604644775390625",
      "1.00000005960464477539062501",
      "8.5e-23",
    ])
      agrees(`{"rate":1,"unit":"g","v":[${x},-${x}]}`);
    const third = "0.333333333333333333333333";
    expect(scanned(`{"rate":1,"unit":"g","v":[${third.slice(0, 20)}]}`)?.values[0]).toBe(Math.fround(1 / 3));
  });

  it("leaves to JSON.parse what it cannot say well: more samples than there may be, other members, escapes, members twice", () => {
    const many = JSON.stringify({ rate: 1, unit: "g", v: Array.from({ length: MAX_SAMPLES + 1 }, () => 1) });
    for (const payload of [
      many,
      '{"v":1,"x":1}',
      '{"v":1,"unit":"\\u0067"}',
      '{"v":1,"v":2}',
      '{"v":[]}',
      "[]",
      "",
    ])
      expect(scanned(payload)).toBeUndefined();
  });
});
