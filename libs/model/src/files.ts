import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { PresageError } from "@presage/contracts";
import { unpack } from "./archive.ts";
import { refused } from "./refused.ts";

/** The files of a package. */
export interface PackageFiles {
  /** A file's bytes. Throws `MODEL_FILE_WRONG` if there is no such plain file, `MODEL_TOO_LARGE` if all that were read are over the limit. */
  read(name: string): Promise<Uint8Array>;
}

/** Bytes of all files of a package together. */
const LARGEST = 64 * 2 ** 20;

const ARCHIVE = /\.(tar\.gz|tgz)$/;

/** Neither follows a link nor waits for the other end of a pipe. Windows has neither flag, nor special files in folders. */
const PLAIN = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The files of a package in a folder or a .tar.gz. Throws `FILE_UNREADABLE` if there is neither, and `MODEL_ARCHIVE_UNSAFE` or `MODEL_TOO_LARGE` of an archive. */
export async function openFiles(path: string): Promise<PackageFiles> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (cause) {
    throw new PresageError("FILE_UNREADABLE", `there is no model package ${path}`, cause);
  }
  if (isFolder) return folder(path);
  if (!ARCHIVE.test(path))
    throw new PresageError("FILE_UNREADABLE", `${path} is no model package: neither a folder nor a .tar.gz`);
  const files = await unpack(await readPlain(path, path, LARGEST), LARGEST);
  return {
    async read(name) {
      const bytes = files.get(name);
      if (bytes === undefined) throw missing(name);
      return bytes;
    },
  };
}

function folder(directory: string): PackageFiles {
  let left = LARGEST;
  return {
    async read(name) {
      const bytes = await readPlain(join(directory, name), name, left);
      left -= bytes.byteLength;
      return bytes;
    },
  };
}

/** The size is asked for first, so that what is too large is not read into memory. */
async function readPlain(path: string, name: string, most: number): Promise<Uint8Array> {
  let file: FileHandle;
  try {
    file = await open(path, PLAIN);
  } catch (cause) {
    throw missing(name, cause);
  }
  try {
    const found = await file.stat();
    if (!found.isFile()) throw missing(name);
    if (found.size > most)
      throw refused("MODEL_TOO_LARGE", `the package is larger than ${LARGEST} bytes; make it smaller`);
    const bytes = new Uint8Array(found.size);
    const { bytesRead } = await file.read(bytes, 0, found.size, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const missing = (name: string, cause?: unknown): PresageError =>
  refused("MODEL_FILE_WRONG", `the package has no plain file ${name}; copy the whole package again`, cause);
