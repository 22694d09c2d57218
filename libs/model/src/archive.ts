import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { PresageError } from "@presage/contracts";
import { Parser, type ReadEntry } from "tar";
import { refused } from "./refused.ts";

/** `model/manifest.json`, `./manifest.json` or `manifest.json`: a file of the one folder that was packed. */
const PATH = /^(?:\.\/)?(?:(?<folder>[A-Za-z0-9][A-Za-z0-9._-]*)\/)?(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)$/;

/**
 * The files of a .tar.gz by name, in memory: nothing of it is written to disk. Throws `MODEL_TOO_LARGE` if it unpacks to more than
 * `most` bytes, and `MODEL_ARCHIVE_UNSAFE` if it cannot be unpacked or has an entry that is no plain file of its one folder.
 */
export async function unpack(archive: Uint8Array, most: number): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const folders = new Set<string>();
  const tar = await inflate(archive, most);
  // What is packed twice would be unpacked by the parser, too, and not stop at `most`.
  if (!/^[A-Za-z0-9./]/.test(String.fromCharCode(tar[0] ?? 0))) throw unsafe("it is no packed folder");
  await new Promise<void>((resolve, reject) => {
    const parser = new Parser({
      strict: true,
      onReadEntry(entry) {
        try {
          take(entry, tar.byteLength, files, folders);
        } catch (error) {
          reject(error);
        }
        entry.resume();
      },
    });
    parser.on("error", (cause: unknown) => reject(unsafe("it cannot be unpacked", cause)));
    parser.on("end", resolve);
    parser.end(tar);
  });
  return files;
}

async function inflate(archive: Uint8Array, most: number): Promise<Buffer> {
  try {
    return await promisify(gunzip)(archive, { maxOutputLength: most });
  } catch (cause) {
    // What a few kilobytes can become is not known before.
    if ((cause as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE")
      throw refused(
        "MODEL_TOO_LARGE",
        `the archive unpacks to more than ${most} bytes; make the package smaller`,
      );
    throw unsafe("it cannot be unpacked", cause);
  }
}

function take(entry: ReadEntry, most: number, files: Map<string, Uint8Array>, folders: Set<string>): void {
  if (entry.type === "Directory") return;
  const { folder = "", name } = PATH.exec(entry.path)?.groups ?? {};
  if (entry.type !== "File" || name === undefined) throw unsafe(`it has ${entry.path}, a ${entry.type}`);
  if (entry.size > most) throw unsafe(`${name} is cut off`);
  folders.add(folder);
  if (folders.size > 1) throw unsafe(`it has the folders ${[...folders].join(" and ")}`);
  if (files.has(name)) throw unsafe(`it has ${name} twice`);
  const bytes = new Uint8Array(entry.size);
  let at = 0;
  files.set(name, bytes);
  entry.on("data", (chunk: Uint8Array) => {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  });
}

const unsafe = (what: string, cause?: unknown): PresageError =>
  refused(
    "MODEL_ARCHIVE_UNSAFE",
    `the archive cannot be taken: ${what}; pack the plain files of the package's folder, and nothing else`,
    cause,
  );
