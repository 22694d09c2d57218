import { describe, expect, it } from "vitest";
import { type Break, breaks, type Direction, type Schema } from "./compatibility.ts";

const object = (properties: Schema, required: readonly string[] = Object.keys(properties)): Schema => ({
  type: "object",
  required,
  properties,
});
const text = { type: "string" };
const whole = { type: "integer" };
const number = { type: "number" };
const grade = { type: "string", enum: ["low", "high"] };
const share = { type: "number", minimum: 0, maximum: 1 };
const both = { type: "string", minLength: 1, maxLength: 128 };
const choice = { anyOf: [share, { type: "null" }] };
const condition = { anyOf: [{ properties: { a: { enum: [1] } } }, { required: ["b"] }] };

const where = (found: readonly Break[]): string[] => found.map(({ path }) => path);
const of = (direction: Direction, released: Schema, now: Schema): string[] =>
  where(breaks(released, now, direction));

/** What happened to a member `m`: its name, before, after, whether the MES's reading and its sending break. */
const CHANGES: readonly (readonly [string, Schema, Schema, told: boolean, taken: boolean])[] = [
  ["nothing", object({ m: grade }), object({ m: grade }), false, false],
  ["it is new", object({}), object({ m: text }, []), false, false],
  ["it is new and always there", object({}), object({ m: text }), false, true],
  ["it is gone", object({ m: text }), object({}), true, true],
  ["it is gone, which could be left out", object({ m: text }, []), object({}), true, true],
  ["its type is another", object({ m: text }), object({ m: number }), true, true],
  ["it is whole no longer", object({ m: whole }), object({ m: number }), true, false],
  ["it is whole now", object({ m: number }), object({ m: whole }), false, true],
  ["it may be anything", object({ m: text }), object({ m: {} }), true, false],
  ["it may be null besides", object({ m: share }), object({ m: choice }), true, false],
  ["it is never null any more", object({ m: choice }), object({ m: share }), false, true],
  ["it may be left out", object({ m: text }), object({ m: text }, []), true, false],
  ["it must be there", object({ m: text }, []), object({ m: text }), false, true],
  [
    "it has a value more",
    object({ m: grade }),
    object({ m: { ...grade, enum: ["low", "high", "x"] } }),
    true,
    false,
  ],
  ["it has a value less", object({ m: grade }), object({ m: { ...grade, enum: ["low"] } }), false, true],
  ["it is one value now", object({ m: grade }), object({ m: { const: "low", type: "string" } }), false, true],
  ["it is any text now", object({ m: grade }), object({ m: text }), true, false],
  ["its constant is another", object({ m: { const: "1.0" } }), object({ m: { const: "2.0" } }), true, true],
  ["its least is less", object({ m: share }), object({ m: { ...share, minimum: -1 } }), true, false],
  ["its least is more", object({ m: share }), object({ m: { ...share, minimum: 0.5 } }), false, true],
  ["its most is more", object({ m: share }), object({ m: { ...share, maximum: 100 } }), true, false],
  ["its most is less", object({ m: share }), object({ m: { ...share, maximum: 0.5 } }), false, true],
  ["it has no limit any more", object({ m: share }), object({ m: number }), true, false],
  ["it may be longer", object({ m: both }), object({ m: { ...both, maxLength: 256 } }), true, false],
  ["it may be as long no more", object({ m: both }), object({ m: { ...both, maxLength: 64 } }), false, true],
  ["it may be empty", object({ m: both }), object({ m: { ...both, minLength: 0 } }), true, false],
  [
    "its format is another",
    object({ m: { ...text, format: "date-time" } }),
    object({ m: text }),
    true,
    false,
  ],
  ["its format is a new one", object({ m: text }), object({ m: { ...text, format: "uri" } }), false, true],
  [
    "an item has a value more",
    object({ m: { type: "array", items: grade } }),
    object({ m: { type: "array", items: text } }),
    true,
    false,
  ],
  [
    "it has fewer items",
    object({ m: { type: "array", items: text } }),
    object({ m: { type: "array", items: text, maxItems: 3 } }),
    false,
    true,
  ],
  ["a condition is added", object({ m: text }), { ...object({ m: text }), allOf: [condition] }, false, true],
  [
    "a condition is dropped",
    { ...object({ m: text }), allOf: [condition] },
    object({ m: text }),
    true,
    false,
  ],
  [
    "no other members are allowed",
    object({ m: text }),
    { ...object({ m: text }), additionalProperties: false },
    false,
    true,
  ],
  [
    "other members are allowed",
    { ...object({ m: text }), additionalProperties: false },
    object({ m: text }),
    true,
    false,
  ],
  [
    "a member is added where none may be",
    { ...object({ m: text }), additionalProperties: false },
    { ...object({ m: text, n: text }, ["m"]), additionalProperties: false },
    true,
    false,
  ],
  [
    "any other member is whatever",
    { type: "object", additionalProperties: whole },
    { type: "object" },
    true,
    false,
  ],
  [
    "any other member is wider",
    { type: "object", additionalProperties: whole },
    { type: "object", additionalProperties: number },
    true,
    false,
  ],
];

describe("a released schema", () => {
  it.each(CHANGES)("of a member, where %s", (_what, released, now, told, taken) => {
    expect([of("told", released, now).length > 0, of("taken", released, now).length > 0]).toEqual([
      told,
      taken,
    ]);
  });

  it("is compared all the way down, and each break says where it is", () => {
    const inner = (m: Schema): Schema =>
      object({ data: object({ list: { type: "array", items: object({ m }) } }) });
    expect(breaks(inner(grade), inner({ ...grade, enum: ["low", "high", "worst"] }), "told")).toEqual([
      { path: "data.list[].m", what: "worst may be sent and is not read" },
    ]);
    expect(of("told", inner(grade), inner(text))).toEqual(["data.list[].m"]);
    expect(of("taken", inner(share), inner(text))).toEqual(["data.list[].m"]);
  });

  it("tells of every break at once", () => {
    const released = object({ a: text, b: text, c: grade });
    expect(of("told", released, object({ a: number, c: text }, ["a"])).toSorted()).toEqual([
      "a",
      "b",
      "b",
      "c",
      "c",
    ]);
  });

  it("may be described in other words", () => {
    expect(of("told", { ...grade, title: "a", description: "b" }, { ...grade, examples: ["low"] })).toEqual(
      [],
    );
  });

  it("with a keyword that is not understood is no schema of ours", () => {
    expect(() => breaks({ not: text }, {}, "told")).toThrow(RangeError);
    expect(() => breaks(object({ m: text }), object({ m: { $ref: "#/$defs/m" } }), "taken")).toThrow("$ref");
  });
});
