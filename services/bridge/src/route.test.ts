import { compileTemplate } from "@presage/mqtt";
import { describe, expect, it } from "vitest";
import type { Source } from "./intake.ts";
import { routes } from "./route.ts";

function source(template: string): Source & { asked: number } {
  const compiled = compileTemplate(template);
  const limits = { maxBytes: 1, maxSamples: 1, maxClockSkew: 1, maxClockError: 1 };
  const made = {
    carries: "samples" as const,
    asked: 0,
    match(topic: string) {
      made.asked++;
      return compiled.match(topic);
    },
    ...limits,
  };
  return made;
}

describe("the route of a topic", () => {
  it("leads to the first source that it fits, with the asset's id", () => {
    const [plant, any] = [source("plant/{site}/{area}/{line}/{asset}/{sensor}"), source("{asset}/{sensor}")];
    const routeOf = routes([plant, any]);
    expect(routeOf("plant/s/a/l/m/vib-x")).toMatchObject({ source: plant, key: "s/a/l/m", wrong: undefined });
    expect(routeOf("m/vib-x")).toMatchObject({ source: any, key: "site/area/line/m" });
    expect(routeOf("a/b/c")).toBeUndefined();
  });

  it("says which level may not be a name", () => {
    expect(routes([source("{asset}/{sensor}")])("m/*")).toMatchObject({ wrong: "*" });
  });

  it("is worked out once, and is right again after more topics came than are kept", () => {
    const any = source("{asset}/{sensor}");
    const routeOf = routes([any]);
    const first = routeOf("m/s");
    expect(routeOf("m/s")).toBe(first);
    expect(any.asked).toBe(1);
    for (let i = 0; i < 140_000; i++) routeOf(`m${i}/s`);
    expect(routeOf("m/s")).toEqual(first);
    expect(any.asked).toBe(140_002);
  });
});
