import { describe, expect, it } from "vitest";
import { compileTemplate } from "./topic-template.ts";

const template = compileTemplate("plant/{site}/{area}/{line}/{asset}/{sensor}");
const values = { site: "s1", area: "a1", line: "l1", asset: "m-1", sensor: "vib-x" };

describe("a topic template", () => {
  it("subscribes with a wildcard for each name", () => {
    expect(template.filter).toBe("plant/+/+/+/+/+");
    expect(template.names).toEqual(["site", "area", "line", "asset", "sensor"]);
  });

  it("finds the names in a topic and puts them back", () => {
    expect(template.match("plant/s1/a1/l1/m-1/vib-x")).toEqual(values);
    expect(template.format(values)).toBe("plant/s1/a1/l1/m-1/vib-x");
  });

  it.each([
    "plant/s1/a1/l1/m-1",
    "plant/s1/a1/l1/m-1/vib-x/y",
    "Plant/s1/a1/l1/m-1/vib-x",
    "plantation/s1/a1/l1/m-1/vib-x",
    "plant/s1//l1/m-1/vib-x",
    "/plant/s1/a1/l1/m-1/vib-x",
    "",
  ])("does not match %j", (topic) => {
    expect(template.match(topic)).toBeUndefined();
  });

  it("compares fixed levels as they are, not as patterns", () => {
    expect(compileTemplate("a.b/{x}/c*").match("aXb/1/cc")).toBeUndefined();
    expect(compileTemplate("a.b/{x}/c*").match("a.b/1/c*")).toEqual({ x: "1" });
  });

  it.each(["a/b", "+", "#", "a+", "nul\0", ""])("does not put the value %j into a topic", (value) => {
    expect(() => template.format({ ...values, asset: value })).toThrow(RangeError);
  });

  it("does not make a topic when a value is missing", () => {
    const { site, ...rest } = values;
    expect(site).toBe("s1");
    expect(() => template.format(rest)).toThrow(/\{site\}/);
  });

  it.each(["plant/+/x", "plant/#", "plant//x", "plant/{a", "plant/x{a}", "plant/{A-b}", "{a}/{a}", ""])(
    "refuses %j",
    (text) => {
      expect(() => compileTemplate(text)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
    },
  );
});
