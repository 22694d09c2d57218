import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { PresageError } from "@presage/contracts";

/** What a backup says of itself. */
export interface Manifest {
  /** Of this description. */
  readonly format: 1;
  /** Of the Presage that made it. */
  readonly presage: string;
  /** When it was begun, ISO 8601. */
  readonly at: string;
  readonly files: readonly BackedUpFile[];
}

interface BackedUpFile {
  /** Below the folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const NAME = "backup.json";

/** Describes every file of a folder, and writes the description into it. */
export async function writeManifest(folder: string, presage: string, at: Date): Promise<Manifest> {
  const files: BackedUpFile[] = [];
  for (const path of await filesOf(folder))
    files.push({
      path,
      bytes: (await stat(join(folder, path))).size,
      sha256: await digestOf(join(folder, path)),
    });
  const manifest: Manifest = { format: 1, presage, at: at.toISOString(), files };
  await writeFile(join(folder, NAME), `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 });
  return manifest;
}

/** Throws `BACKUP_DAMAGED` unless every file is there as it was written, and `FORMAT_NEWER` if a newer Presage wrote it. */
export async function checkManifest(folder: string): Promise<Manifest> {
  const manifest = await readFile(join(folder, NAME), "utf8").then(
    (text) => JSON.parse(text) as Manifest,
    (cause: unknown) => {
      throw new PresageError(
        "BACKUP_DAMAGED",
        `${folder} is no backup, or one that was not finished: it has no ${NAME}`,
        cause,
      );
    },
  );
  if (manifest.format !== 1)
    throw new PresageError(
      "FORMAT_NEWER",
      `${folder} was made by Presage ${manifest.presage}, in a form that this one does not know`,
    );
  for (const { path, sha256 } of manifest.files) {
    const found = await digestOf(join(folder, path)).catch(() => "missing");
    if (found !== sha256)
      throw new PresageError("BACKUP_DAMAGED", `${path} in ${folder} is not what was backed up`);
  }
  return manifest;
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .toSorted();
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
