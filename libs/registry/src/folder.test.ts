import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { openFolder } from "./folder.ts";
import { registrySuite } from "./registry.testsuite.ts";

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true }))));

registrySuite("a folder", async () => {
  const root = await mkdtemp(join(tmpdir(), "presage-registry-"));
  roots.push(root);
  return { registry: openFolder(root), again: () => Promise.resolve(openFolder(root)) };
});
