import { describe, expect, it } from "vitest";
import { compileMapping } from "./mapping.ts";

describe("a mapping", () => {
  it("makes plain JSON", async () => {
    const mapped = await compileMapping("items.{ 'n': n * 2 }")({ items: [{ n: 1 }, { n: 2 }] }, {});
    expect(mapped).toStrictEqual([{ n: 2 }, { n: 4 }]);
  });

  it("makes nothing of what is not there", async () => {
    expect(await compileMapping("a.b.c")({ a: 1 }, {})).toBeUndefined();
  });

  it("fails with MAPPING_FAILED and the place", async () => {
    await expect(compileMapping("$uppercase(a)")({ a: 1 }, {})).rejects.toMatchObject({
      code: "MAPPING_FAILED",
      message: expect.stringMatching(/uppercase.* \(character \d+\)$/),
    });
  });

  it.each([
    ["calls itself for ever", "($f := function($n) { $f($n + 1) + 1 }; $f(1))"],
    ["never comes to an end", "($f := function($n) { $f($n + 1) }; $f(1))"],
  ])("is stopped when it %s", async (_, expression) => {
    await expect(compileMapping(expression)({}, {})).rejects.toMatchObject({ code: "MAPPING_FAILED" });
  });

  it("cannot reach the prototypes of JavaScript, nor change what it is given", async () => {
    const input = { a: 1 };
    for (const escape of ["constructor", "a.constructor", "$lookup($, 'constructor')", "__proto__.toString"])
      expect(await compileMapping(escape)(input, {})).toBeUndefined();
    await compileMapping("$ ~> | $ | { 'a': 2, '__proto__': { 'polluted': true } } |")(input, {}).catch(
      () => undefined,
    );
    expect([input.a, ({} as { polluted?: boolean }).polluted]).toEqual([1, undefined]);
  });

  it("is refused with CONFIG_INVALID if it is no JSONata", () => {
    expect(() => compileMapping("{ 'a': ")).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringMatching(/^is not JSONata/) }),
    );
  });
});
