import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openFolder } from "./folder.ts";
import { lazyRegistry } from "./lazy.ts";
import { registrySuite } from "./registry.testsuite.ts";

const root = await mkdtemp(join(tmpdir(), "presage-lazy-"));
afterAll(() => rm(root, { recursive: true }));
let made = 0;

registrySuite("a folder that is opened late", () => {
  const open = (folder: string) => () =>
    Promise.resolve(lazyRegistry(() => Promise.resolve(openFolder(folder))));
  const again = open(join(root, String(made++)));
  return again().then((registry) => ({ registry, again }));
});

it("is opened once, when it is asked, and again only if that failed", async () => {
  let tries = 0;
  const registry = lazyRegistry(() => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error("away")) : Promise.resolve(openFolder(join(root, "late")));
  });
  expect(tries).toBe(0);
  await expect(registry.list()).rejects.toThrow("away");
  expect(await Promise.all([registry.list(), registry.current("pumps")])).toEqual([[], undefined]);
  expect(tries).toBe(2);
  await registry.close();
});
