import { describe, expect, it } from "vitest";
import { readConfig } from "./load.ts";

const read = (text: string) =>
  readConfig(text, "presage.yaml", {}, () => {
    throw new Error("no secrets");
  });

describe("a source with the decoder sparkplug", () => {
  it("needs nothing but that, and is a host application named presage that hears all groups", () => {
    const [source] = read("sources:\n  - decoder: sparkplug\n").sources;
    expect(source?.sparkplug).toEqual({
      hostId: "presage",
      groups: [],
      asset: "{group}/area/{edge}/{device}",
      metrics: [],
      reorder: 2_000,
      rebirth: 10_000,
    });
  });

  it("cannot share its messages with others, nor map JSON", () => {
    expect(() => read("sources:\n  - decoder: sparkplug\n    shared: group1\n")).toThrow(
      /presage.yaml:3.*shared.*has to hear every message of an edge node/s,
    );
    expect(() => read("sources:\n  - decoder: sparkplug\n    map: $\n")).toThrow(/map.*sparkplug.metrics/s);
    expect(read("sources:\n  - shared: group1\n").sources[0]?.shared).toBe("group1");
  });

  it("is no host application that another source is", () => {
    const two = (id: string): string =>
      `sources:\n  - decoder: sparkplug\n  - decoder: sparkplug\n    sparkplug: { hostId: ${id} }\n`;
    expect(() => read(two("presage"))).toThrow(/is also the host application of sources\[0\]/);
    expect(read(two("other")).sources).toHaveLength(2);
  });

  it.each([
    ["asset: '{group}/{device}'", /site\/area\/line\/asset/],
    ["asset: 'a/b/c/{sensor}'", /site\/area\/line\/asset/],
    ["hostId: a/b", /an id without/],
    ["groups: [a+]", /an id without/],
    ["rate: 0", /must be a number > 0/],
  ])("is refused with %s", (setting, message) => {
    expect(() => read(`sources:\n  - decoder: sparkplug\n    sparkplug: { ${setting} }\n`)).toThrow(message);
  });
});
