import { describe, expect, it } from "vitest";
import { createCensus } from "./census.ts";
import { type Source, takeIn } from "./intake.ts";
import { routes } from "./route.ts";

describe("the census", () => {
  it("takes in assets until there are as many as there may be, and those it knows after that", () => {
    const admit = createCensus({ assets: 2, sensors: 9 }, new Set());
    expect([admit("a", "x"), admit("b", "x"), admit("a", "x"), admit("b", "y")]).toEqual(
      Array(4).fill(undefined),
    );
    expect(admit("c", "x")?.code).toBe("assets-too-many");
    expect(admit("a", "z")).toBeUndefined();
  });

  it("always takes in configured assets, and only those where there may be no others", () => {
    const admit = createCensus({ assets: 0, sensors: 9 }, new Set(["a"]));
    expect(admit("a", "x")).toBeUndefined();
    expect(admit("b", "x")?.code).toBe("assets-too-many");
  });

  it("counts each asset's sensors", () => {
    const admit = createCensus({ assets: 2, sensors: 2 }, new Set(["a"]));
    expect([admit("a", "x"), admit("a", "y"), admit("b", "z")]).toEqual(Array(3).fill(undefined));
    expect(admit("a", "z")?.code).toBe("sensors-too-many");
    expect(admit("a", "y")).toBeUndefined();
  });
});

describe("a source that counts", () => {
  const source: Source = {
    carries: "samples",
    match: (topic) => ({ asset: topic, sensor: "s" }),
    admit: createCensus({ assets: 1, sensors: 1 }, new Set()),
    maxBytes: 1_000,
    maxSamples: 10,
    maxClockSkew: 1_000,
    maxClockError: 1_000,
  };
  const take = (topic: string, payload: string) =>
    takeIn({ topic, payload: Buffer.from(payload), receivedAt: 1 }, routes([source]));

  it("rejects what is too many, with its bytes, and counts nobody whose message cannot be used", () => {
    expect(take("broken", "no JSON")).toMatchObject({ kind: "rejected" });
    expect(take("a", '{"v":1}')).toMatchObject({ kind: "samples" });
    const bytes = Buffer.from('{"v":2}').toString("base64");
    expect(take("b", '{"v":2}')).toMatchObject({
      kind: "rejected",
      message: { value: { code: "assets-too-many", bytes } },
    });
  });

  it("rejects what is nested too deep for a mapping, before it is mapped", () => {
    const mapped = { ...source, map: () => Promise.reject(new Error("not asked")) };
    const deep = `{"v":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    const payload = Buffer.from(deep);
    expect(
      takeIn({ topic: "a", payload, receivedAt: 1 }, routes([{ ...mapped, maxBytes: 1_000_000 }])),
    ).toMatchObject({
      kind: "rejected",
      message: { value: { code: "shape-invalid", reason: expect.stringContaining("nested") } },
    });
  });

  it("rejects what is nested deep where there is no mapping too", () => {
    const payload = Buffer.from(`{"v":${"[".repeat(200_000)}${"]".repeat(200_000)}, "unit": "g", "rate": 1}`);
    expect(
      takeIn({ topic: "a", payload, receivedAt: 1 }, routes([{ ...source, maxBytes: 1_000_000 }])),
    ).toMatchObject({
      kind: "rejected",
      message: { value: { code: "shape-invalid" } },
    });
  });
});
