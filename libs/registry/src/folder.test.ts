import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openFolder } from "./folder.ts";
import { registrySuite } from "./registry.testsuite.ts";

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true }))));

registrySuite("a folder", async () => {
  const root = await mkdtemp(join(tmpdir(), "presage-registry-"));
  roots.push(root);
  return { registry: openFolder(root), again: () => Promise.resolve(openFolder(root)) };
});

it("a folder names the file that is damaged", async () => {
  const root = await mkdtemp(join(tmpdir(), "presage-registry-"));
  roots.push(root);
  await mkdir(join(root, "packages", "abc"), { recursive: true });
  await writeFile(join(root, "packages", "abc", "manifest.json"), '{ "name": "a');
  const damaged = {
    code: "FILE_UNREADABLE",
    message: expect.stringContaining(join("abc", "manifest.json")) as string,
  };
  await expect(openFolder(root).list()).rejects.toMatchObject(damaged);
});
