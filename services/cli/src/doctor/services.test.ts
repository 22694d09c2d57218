import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "@presage/service";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lookAtRegistry, lookAtStore } from "./services.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "presage-doctor-"))));
afterEach(() => rm(root, { recursive: true }));
const config = (env: Readonly<Record<string, string>> = {}) =>
  loadConfig({ env: { PRESAGE_DATA_DIR: root, ...env } });

describe("the console's store", () => {
  it("is wrong when its file is no database", async () => {
    expect(await lookAtStore(config())).toMatchObject([{ level: "good" }]);
    await writeFile(join(root, "console.db"), "no database ".repeat(1_000));
    const [found] = await lookAtStore(config());
    expect(found).toMatchObject({ level: "wrong" });
    expect(found?.says).toContain("SQLITE_NOTADB");
  });
});

describe("the model registry", () => {
  it("is said to be where it is configured", async () => {
    expect((await lookAtRegistry(config()))[0]?.says).toContain(join(root, "registry"));
    const elsewhere = join(root, "elsewhere");
    const [found] = await lookAtRegistry(config({ PRESAGE_MODEL_REGISTRY: elsewhere }));
    expect(found?.says).toContain(elsewhere);
  });
});
