import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { PresageError } from "@presage/contracts";
import { isDeviation } from "@presage/baseline";
import { CATALOGUE } from "@presage/signal";
import { type GoldenCase, readGolden } from "./golden.ts";
import { type ModelManifest, readManifest } from "./manifest.ts";
import { type Network, readNetwork } from "./network.ts";

/** A model package whose files are whole and fit each other. Whether it computes what it should, `openScorer` checks. */
export interface ModelPackage {
  readonly manifest: ModelManifest;
  /** SHA-256 of manifest.json, hexadecimal; as that has the digests of all other files, it stands for the package. */
  readonly digest: string;
  readonly network: Network;
  readonly golden: readonly GoldenCase[];
  /** CARD.md, for people. */
  readonly card: string;
}

/** Bytes of all files of a package together. */
const LARGEST = 64 * 2 ** 20;

const REQUIRED = ["model.json", "golden.json", "CARD.md"] as const;

/**
 * Reads a package: `manifest.json`, and the files that it lists, of which `model.json`, `golden.json` and `CARD.md` must be
 * there. No other file is read. Throws `FILE_UNREADABLE` if there is no manifest, and `MODEL_INVALID` if a file is missing,
 * too large or not the one that was digested, if an input is not in the feature catalogue, or if the network may not run.
 */
export async function loadPackage(directory: string): Promise<ModelPackage> {
  const bytes = await manifestBytes(directory);
  const manifest = readManifest(parseJson("manifest.json", bytes));
  const known = new Set(CATALOGUE.map((entry) => `${entry.quantity}.${entry.name}`));
  const unknown = manifest.inputs.find(
    ({ feature }) => !(feature.includes("@") ? isDeviation(feature) : known.has(feature)),
  );
  if (unknown !== undefined)
    throw refused(`there is no feature ${unknown.feature}; name one of the feature catalogue`);

  const absent = REQUIRED.find((name) => !Object.hasOwn(manifest.files, name));
  if (absent !== undefined)
    throw refused(`manifest.json lists no ${absent}; add it to the package and to files`);
  const files = await readFiles(directory, manifest);
  const bytesOf = (name: string): Uint8Array => {
    const file = files.get(name);
    if (file === undefined) throw refused(`model.json names ${name}; add it with its digest to files`);
    return file;
  };
  const network = readNetwork(parseJson("model.json", bytesOf("model.json")), bytesOf);
  const golden = readGolden(parseJson("golden.json", bytesOf("golden.json"))).cases;
  const card = new TextDecoder().decode(bytesOf("CARD.md"));
  return { manifest, digest: sha256(bytes), network, golden, card };
}

async function manifestBytes(directory: string): Promise<Buffer> {
  const file = join(directory, "manifest.json");
  try {
    const { size } = await stat(file);
    if (size > LARGEST) throw refused(`manifest.json has ${size} bytes; the limit is ${LARGEST}`);
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof PresageError) throw cause;
    throw new PresageError("FILE_UNREADABLE", `${directory} is no model package: cannot read ${file}`, cause);
  }
}

/** Sizes are asked for first, so that a folder of the wrong kind is not read into memory. */
async function readFiles(directory: string, manifest: ModelManifest): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  let total = 0;
  for (const [name, digest] of Object.entries(manifest.files)) {
    const path = join(directory, basename(name));
    let bytes: Buffer;
    try {
      total += (await stat(path)).size;
      if (total > LARGEST) throw refused(`the package is larger than ${LARGEST} bytes; make it smaller`);
      bytes = await readFile(path);
    } catch (cause) {
      if (cause instanceof PresageError) throw cause;
      throw refused(`${name} cannot be read; copy the whole package again`, cause);
    }
    if (sha256(bytes) !== digest.toLowerCase())
      throw refused(
        `${name} is not the file that manifest.json was made for: its SHA-256 differs; copy the whole package again`,
      );
    files.set(name, bytes);
  }
  return files;
}

function parseJson(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw refused(`${name} is not JSON; export the package again`, cause);
  }
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const refused = (sentence: string, cause?: unknown): PresageError =>
  new PresageError("MODEL_INVALID", sentence, cause);
