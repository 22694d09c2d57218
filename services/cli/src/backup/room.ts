import { lstat, readdir, rm, statfs } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { PresageError } from "@presage/contracts";

/** Throws `FILE_UNWRITABLE`, and deletes the folder again, which is empty, if there is no room in it for these files and folders. */
export async function checkRoom(folder: string, paths: readonly string[]): Promise<void> {
  const sizes = await Promise.all(paths.map(bytesOf));
  const needed = sizes.reduce((sum, size) => sum + size, 0);
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= needed) return;
  await rm(folder, { recursive: true });
  throw new PresageError(
    "FILE_UNWRITABLE",
    `${dirname(resolve(folder))} has ${megabytes(bavail * bsize)} free, and up to ${megabytes(needed)} are needed`,
  );
}

/** Of a file, or of all files in a folder; 0 of what is not there, or is not any more. */
async function bytesOf(path: string): Promise<number> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.size;
  const sizes = (await readdir(path)).map((name) => bytesOf(join(path, name)));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
