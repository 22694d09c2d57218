import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModelReference } from "@presage/contracts";
import { beforeEach, describe, expect, it } from "vitest";
import { type Assignment, type NewAssignment, promote, rollback, shadow } from "./assignment.ts";
import type { Registry } from "./registry.ts";

const model = (version: string, name = "wear"): ModelReference => ({
  name,
  version,
  digest: `d-${name}-${version}`,
});
const act = (by: string) => ({ by, at: 1_700_000_000_000 });
const PUMPS = "pumps/large";
const filesOf = (reference: ModelReference): ReadonlyMap<string, Uint8Array> =>
  new Map([
    ["manifest.json", new TextEncoder().encode(JSON.stringify(reference))],
    ["weights.bin", Uint8Array.of(1, 2, 3)],
  ]);

async function holding(registry: Registry): Promise<Assignment> {
  const assignment = await registry.current(PUMPS);
  if (assignment === undefined) throw new Error("nothing was assigned");
  return assignment;
}

/** What every registry does. `open` gives one that is empty, and `again` another client of the same. */
export function registrySuite(
  kind: string,
  open: () => Promise<{ registry: Registry; again: () => Promise<Registry> }>,
): void {
  describe(`a registry in ${kind}`, () => {
    let registry: Registry;
    let again: () => Promise<Registry>;
    beforeEach(async () => ({ registry, again } = await open()));

    it("has nothing at first", async () => {
      expect(await registry.list()).toEqual([]);
      expect(await registry.history(PUMPS)).toEqual([]);
      expect(await registry.current(PUMPS)).toBeUndefined();
      await expect(registry.fetch("d")).rejects.toMatchObject({ code: "REGISTRY_UNKNOWN" });
    });

    it("gives back what was pushed, to every client, in the order of versions", async () => {
      for (const version of ["1.10.0", "1.9.0"]) await registry.push(filesOf(model(version)), model(version));
      expect(await (await again()).list()).toEqual([model("1.9.0"), model("1.10.0")]);
      const fetched = await (await again()).fetch(model("1.9.0").digest);
      expect([...(await readFile(join(fetched, "weights.bin")))]).toEqual([1, 2, 3]);
    });

    it("keeps a package that is pushed twice, also at the same time, once", async () => {
      await Promise.all([1, 2, 3].map(() => registry.push(filesOf(model("1.0.0")), model("1.0.0"))));
      expect(await registry.list()).toEqual([model("1.0.0")]);
    });

    it("remembers who assigned what, by class of assets", async () => {
      const made = (next: NewAssignment | null): NewAssignment => {
        if (next === null) throw new Error("nothing changes");
        return next;
      };
      const [old, first, second] = [model("0.9.0"), model("1.0.0"), model("2.0.0")];
      await registry.assign(PUMPS, 0, made(promote({ champion: old }, first, act("jo"))));
      const holds = { champion: first, previous: old };
      expect(await (await again()).current(PUMPS)).toEqual({
        revision: 1,
        ...holds,
        action: "promote",
        ...act("jo"),
      });
      await registry.assign(PUMPS, 1, made(shadow(holds, second, act("al"))));
      expect(await holding(registry)).toMatchObject({ ...holds, challenger: second });
      const promoted = promote(await holding(registry), second, { ...act("al"), comment: "earlier" });
      await registry.assign(PUMPS, 2, made(promoted));
      await registry.assign(PUMPS, 3, made(rollback(await holding(registry), act("jo"))));
      expect(
        (await (await again()).history(PUMPS)).map((a) => [a.revision, a.action, a.champion.version, a.by]),
      ).toEqual([
        [1, "promote", "1.0.0", "jo"],
        [2, "shadow", "1.0.0", "al"],
        [3, "promote", "2.0.0", "al"],
        [4, "rollback", "1.0.0", "jo"],
      ]);
      expect(await registry.history("fans")).toEqual([]);
    });

    it("refuses an assignment by one who has not seen the last, and changes nothing", async () => {
      const next = {
        champion: model("1.0.0"),
        previous: model("0.9.0"),
        action: "promote" as const,
        ...act("jo"),
      };
      await registry.assign(PUMPS, 0, next);
      for (const revision of [0, 2])
        await expect((await again()).assign(PUMPS, revision, { ...next, by: "al" })).rejects.toMatchObject({
          code: "REGISTRY_CONFLICT",
        });
      expect(await registry.history(PUMPS)).toHaveLength(1);
    });

    it("loses no assignment of twenty who try again until theirs is in", async () => {
      const people = Array.from({ length: 20 }, (_, i) => `p${i}`);
      const assignAs = async (by: string): Promise<void> => {
        const mine = await again();
        const promoted = { previous: model("0.9.0"), action: "promote" as const };
        for (;;) {
          const revision = (await mine.current(PUMPS))?.revision ?? 0;
          try {
            await mine.assign(PUMPS, revision, { ...promoted, champion: model(by), ...act(by) });
            return;
          } catch (error) {
            if ((error as { code?: unknown }).code !== "REGISTRY_CONFLICT") throw error;
          }
        }
      };
      await Promise.all(people.map(assignAs));
      const history = await registry.history(PUMPS);
      expect(history.map(({ revision }) => revision)).toEqual(people.map((_, i) => i + 1));
      expect(history.map(({ by }) => by).toSorted()).toEqual(people.toSorted());
    });
  });
}
