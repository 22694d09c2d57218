import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ModelReference, PresageError } from "@presage/contracts";
import { type Assignment, conflict } from "./assignment.ts";
import { byNameAndVersion } from "./order.ts";
import type { Registry } from "./registry.ts";

/**
 * A registry in a folder:
 *
 *     packages/DIGEST/            the package's files
 *     assignments/CLASS/N.json    the N-th assignment
 *
 * Whatever is written is made under another name and put into place at once, so that no reader sees half of it. An assignment is put
 * into place by a hard link, which fails if another is there already: that is the compare-and-set.
 */
export function openFolder(root: string): Registry {
  const packages = join(root, "packages");
  const scratch = join(root, "scratch");
  const classFolder = (assetClass: string): string =>
    join(root, "assignments", encodeURIComponent(assetClass));

  async function draft(): Promise<string> {
    await mkdir(scratch, { recursive: true });
    return join(scratch, randomUUID());
  }

  async function revisions(assetClass: string): Promise<number[]> {
    const names = await namesIn(classFolder(assetClass));
    return names.map((name) => Number.parseInt(name, 10)).toSorted((a, b) => a - b);
  }

  const read = (assetClass: string, revision: number): Promise<Assignment> =>
    readJson(join(classFolder(assetClass), `${revision}.json`));

  return {
    async push(files, { digest }) {
      const made = await draft();
      await mkdir(made);
      for (const [name, bytes] of files) await writeFile(join(made, name), bytes);
      await mkdir(packages, { recursive: true });
      try {
        await rename(made, join(packages, digest));
      } catch (error) {
        await rm(made, { recursive: true });
        if (!hasErrno(error, "ENOTEMPTY", "EEXIST", "EPERM")) throw error;
      }
    },

    async list() {
      const digests = await namesIn(packages);
      const references = digests.map(async (digest): Promise<ModelReference> => {
        const { name, version } = await readJson<ModelReference>(join(packages, digest, "manifest.json"));
        return { name, version, digest };
      });
      return (await Promise.all(references)).toSorted(byNameAndVersion);
    },

    async fetch(digest) {
      if (!(await namesIn(packages)).includes(digest))
        throw new PresageError("REGISTRY_UNKNOWN", `the registry ${root} has no package ${digest}`);
      return join(packages, digest);
    },

    async current(assetClass) {
      const last = (await revisions(assetClass)).at(-1);
      return last === undefined ? undefined : read(assetClass, last);
    },

    async history(assetClass) {
      return Promise.all((await revisions(assetClass)).map((revision) => read(assetClass, revision)));
    },

    async assign(assetClass, revision, next) {
      const last = (await revisions(assetClass)).at(-1) ?? 0;
      if (last !== revision) throw conflict(assetClass);
      const assignment: Assignment = { revision: revision + 1, ...next };
      const made = await draft();
      await writeFile(made, json(assignment), { flush: true });
      await mkdir(classFolder(assetClass), { recursive: true });
      try {
        await link(made, join(classFolder(assetClass), `${assignment.revision}.json`));
      } catch (error) {
        throw hasErrno(error, "EEXIST") ? conflict(assetClass, error) : error;
      } finally {
        await rm(made);
      }
      return assignment;
    },

    close: () => Promise.resolve(),
  };
}

/** Names in a folder; none if it is not there. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return [];
    throw error;
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Throws `FILE_UNREADABLE` for what a damaged disk or somebody's editor made of a file. */
async function readJson<T>(file: string): Promise<T> {
  const text = await readFile(file, "utf8");
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new PresageError("FILE_UNREADABLE", `${file} is not JSON: it was damaged or changed`, cause);
  }
}

const hasErrno = (error: unknown, ...codes: readonly string[]): boolean =>
  codes.includes(String((error as { code?: unknown }).code));
