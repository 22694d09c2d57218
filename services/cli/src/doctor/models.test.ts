import { cp, mkdtemp, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFolder, promote } from "@presage/registry";
import { loadConfig } from "@presage/service";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SHIPPED } from "../process/model-path.ts";
import { store } from "../process/registry.ts";
import { lookAtModels } from "./models.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "presage-doctor-"))));
afterEach(() => rm(root, { recursive: true }));

describe("the models that are assigned", () => {
  const look = (env: Readonly<Record<string, string>>) => lookAtModels(loadConfig({ env }));

  it("are whole, until a file of a package is not what was pushed", async () => {
    const registry = openFolder(join(root, "registry"));
    const model = await store(registry, SHIPPED);
    const other = { ...model, digest: "0".repeat(64) };
    const assignment = promote({ champion: other }, model, { by: "anna", at: 0 });
    if (assignment === null) throw new Error("it was not live");
    await registry.assign("default", 0, assignment);
    const env = { PRESAGE_DATA_DIR: root };
    expect(await look(env)).toMatchObject([{ level: "good" }]);
    await truncate(join(root, "registry", "packages", model.digest, "weights.bin"), 100);
    const [found] = await look(env);
    expect(found).toMatchObject({ check: "models", level: "wrong" });
    expect(found?.says).toMatch(/champion of class default, .*MODEL_FILE_WRONG: weights\.bin/);
  });

  it("are looked at where the configuration names a package as well", async () => {
    const own = join(root, "own");
    await cp(SHIPPED, own, { recursive: true });
    const env = { PRESAGE_DATA_DIR: root, PRESAGE_MODEL_PATH: own };
    expect(await look(env)).toMatchObject([{ level: "good" }]);
    await rm(join(own, "CARD.md"));
    expect(await look(env)).toMatchObject([{ level: "wrong" }]);
  });
});
