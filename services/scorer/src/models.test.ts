import { fileURLToPath } from "node:url";
import type { ModelReference } from "@presage/contracts";
import { loadPackage } from "@presage/model";
import type { Assignment, Registry } from "@presage/registry";
import { afterEach, describe, expect, it } from "vitest";
import { DEFAULTS } from "./defaults.ts";
import { type ModelChange, type Models, openModels } from "./models.ts";

const SHIPPED = fileURLToPath(new URL("../../../models/bearing-wear", import.meta.url));
const { manifest, digest } = await loadPackage(SHIPPED);
const shipped: ModelReference = { name: manifest.name, version: manifest.version, digest };
const other: ModelReference = { name: "other", version: "1.0.0", digest: "0ther" };

let models: Models | undefined;
afterEach(() => models?.close());

const promoted = (champion: ModelReference, revision = 1): Assignment => ({
  revision,
  champion,
  previous: shipped,
  action: "promote",
  by: "jo",
  at: 1,
});

/** Models that follow what is in `assigned`; every package of the registry is the shipped one. */
async function follow(
  assigned: Map<string, Assignment | Error>,
  fetchPackage: Registry["fetch"] = () => Promise.resolve(SHIPPED),
) {
  const changes: ModelChange[] = [];
  const errors: unknown[] = [];
  const registry: Pick<Registry, "current" | "fetch"> = {
    current(assetClass) {
      const found = assigned.get(assetClass);
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
    },
    fetch: fetchPackage,
  };
  models = await openModels({
    registry,
    classes: ["default", "fans"],
    fallback: SHIPPED,
    backend: "wasm",
    decision: DEFAULTS.decision,
    onChange: (change) => changes.push(change),
    onError: (error) => errors.push(error),
    every: 1,
  });
  return { models, changes, errors };
}

describe("the models that are live", () => {
  it("are the fallback for every class of which the registry says nothing", async () => {
    const { models: live, changes } = await follow(new Map());
    expect(live.of("default").reference).toEqual(shipped);
    expect(live.of("of no configuration").reference).toEqual(shipped);
    expect(changes).toEqual([]);
  });

  it("are those that were promoted before the start, at once", async () => {
    const { changes } = await follow(new Map([["fans", promoted(shipped)]]));
    expect(changes).toEqual([{ assetClass: "fans", role: "champion", model: shipped }]);
  });

  it("stay when a champion is refused, here as its package is another one, and the refusal is told once", async () => {
    const assigned = new Map<string, Assignment>();
    const { models: live, changes } = await follow(assigned);
    assigned.set("default", promoted(other));
    await expect.poll(() => changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ model: other, refused: { code: "MODEL_FILE_WRONG" } });
    expect(live.of("default").reference).toEqual(shipped);
    expect(live.refused()).toMatchObject([{ assetClass: "default", role: "champion", model: other }]);
    assigned.set("default", promoted(shipped, 2));
    await expect.poll(() => changes).toHaveLength(2);
    expect(live.refused()).toEqual([]);
    expect(changes[1]).toEqual({ assetClass: "default", role: "champion", model: shipped });
    const { risks } = await live.of("default").score(new Float32Array(manifest.inputs.length), 1);
    expect(risks[0]).toBeGreaterThan(0);
  });

  it("have a challenger beside them as long as one is in shadow", async () => {
    const assigned = new Map<string, Assignment>();
    const { models: live, changes } = await follow(assigned);
    expect(live.challengerOf("default")).toBeUndefined();
    assigned.set("default", { ...promoted(shipped), challenger: shipped });
    await expect.poll(() => live.challengerOf("default")?.reference).toEqual(shipped);
    expect(changes.map(({ role }) => role)).toEqual(["champion", "challenger"]);
    assigned.set("default", promoted(shipped, 2));
    await expect.poll(() => live.challengerOf("default")).toBeUndefined();
    expect(live.of("default").reference).toEqual(shipped);
    expect(changes).toHaveLength(2);
  });

  it("are taken with the next try if a package cannot be fetched at first", async () => {
    const assigned = new Map([["default", promoted(shipped)]]);
    let isAway = true;
    const { changes, errors } = await follow(assigned, () =>
      isAway ? Promise.reject(new Error("connection lost")) : Promise.resolve(SHIPPED),
    );
    expect([changes.length, errors.length]).toEqual([0, 1]);
    isAway = false;
    await expect.poll(() => changes).toEqual([{ assetClass: "default", role: "champion", model: shipped }]);
  });

  it("do without a challenger that is refused", async () => {
    const { models: live, changes } = await follow(
      new Map([["default", { ...promoted(shipped), challenger: other }]]),
    );
    expect(live.challengerOf("default")).toBeUndefined();
    expect(changes[1]).toMatchObject({ role: "challenger", refused: { code: "MODEL_FILE_WRONG" } });
  });

  it("are the fallback if the registry is away at the start, and follow it when it is there", async () => {
    const assigned = new Map<string, Assignment | Error>([["default", new Error("away")]]);
    const { models: live, changes, errors } = await follow(assigned);
    expect(live.of("default").reference).toEqual(shipped);
    expect(errors).toHaveLength(1);
    assigned.set("default", promoted(shipped));
    await expect.poll(() => changes).toHaveLength(1);
  });

  it("stay while the registry cannot be read, which is told once, and follow it again after", async () => {
    const assigned = new Map<string, Assignment | Error>();
    const { changes, errors } = await follow(assigned);
    assigned.set("default", new Error("away"));
    await expect.poll(() => errors).toHaveLength(1);
    assigned.set("default", promoted(shipped));
    await expect.poll(() => changes).toHaveLength(1);
    expect(errors).toHaveLength(1);
  });
});
