import { describe, expect, it } from "vitest";
import { assetLookup } from "./assets.ts";
import type { Asset } from "./config/asset-schema.ts";

const asset = (path: string): Asset => ({
  path,
  class: path,
  machineGroup: 2,
  foundation: "rigid",
  sensors: {},
  limits: { temperature: 95, deviation: 6 },
});

describe("the lookup of assets", () => {
  const find = assetLookup({ assets: [asset("s/+/l/+"), asset("s/a/l/m1"), asset("+/+/+/m1")] });

  it("prefers an asset's own path to one that stands for many", () => {
    expect(find("s/a/l/m1")?.path).toBe("s/a/l/m1");
  });

  it("takes the first path with + that fits", () => {
    expect(find("s/b/l/m1")?.path).toBe("s/+/l/+");
    expect(find("x/y/z/m1")?.path).toBe("+/+/+/m1");
  });

  it("finds nothing for an asset that is not configured", () => {
    expect(find("x/y/z/m2")).toBeUndefined();
  });
});
