import { createHash } from "node:crypto";
import { isDeviation } from "@presage/baseline";
import { CATALOGUE } from "@presage/signal";
import { openFiles } from "./files.ts";
import { type GoldenCase, readGolden } from "./golden.ts";
import { type ModelManifest, readManifest } from "./manifest.ts";
import { type Network, readNetwork } from "./network.ts";
import { refused } from "./refused.ts";

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

const REQUIRED = ["golden.json", "CARD.md"] as const;

/** The files of a package, `manifest.json` among them, each as it was digested. */
export interface ReadPackage {
  readonly manifest: ModelManifest;
  readonly digest: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads `manifest.json` of a package, a folder or a .tar.gz of one, and the files that it lists. No other file is read. Throws
 * `FILE_UNREADABLE` if there is no package, and a `MODEL_…` code if a file is missing, too large or not the one that was digested.
 */
export async function readPackage(path: string): Promise<ReadPackage> {
  const source = await openFiles(path);
  const bytes = await source.read("manifest.json");
  const manifest = readManifest(parseJson("manifest.json", bytes));
  const files = new Map([["manifest.json", bytes]]);
  for (const [name, digest] of Object.entries(manifest.files)) {
    const file = await source.read(name);
    if (sha256(file) !== digest.toLowerCase())
      throw refused(
        "MODEL_FILE_WRONG",
        `${name} is not the file that manifest.json was made for: its SHA-256 differs; copy the whole package again`,
      );
    files.set(name, file);
  }
  return { manifest, digest: sha256(bytes), files };
}

/**
 * Reads a package of which `model.json` or `model.onnx`, `golden.json` and `CARD.md` must be there; nothing of it is executed. Throws what `readPackage` does, and another
 * `MODEL_…` code if an input is not in the feature catalogue, or the network may not run.
 */
export async function loadPackage(path: string): Promise<ModelPackage> {
  const { manifest, digest, files } = await readPackage(path);
  const known = new Set(CATALOGUE.map((entry) => `${entry.quantity}.${entry.name}`));
  const unknown = manifest.inputs.find(
    ({ feature }) => !(feature.includes("@") ? isDeviation(feature) : known.has(feature)),
  );
  if (unknown !== undefined)
    throw refused(
      "MODEL_FEATURE_UNKNOWN",
      `there is no feature ${unknown.feature}; name one of the feature catalogue`,
    );

  const absent = REQUIRED.find((name) => !Object.hasOwn(manifest.files, name));
  if (absent !== undefined)
    throw refused("MODEL_FILE_WRONG", `manifest.json lists no ${absent}; add it to the package and to files`);
  const bytesOf = (name: string): Uint8Array => {
    const file = files.get(name);
    if (file === undefined)
      throw refused("MODEL_FILE_WRONG", `model.json names ${name}; add it with its digest to files`);
    return file;
  };
  const network = readNetwork([...files.keys()], bytesOf, (name) => parseJson(name, bytesOf(name)));
  const golden = readGolden(parseJson("golden.json", bytesOf("golden.json"))).cases;
  const card = new TextDecoder().decode(bytesOf("CARD.md"));
  return { manifest, digest, network, golden, card };
}

function parseJson(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw refused("MODEL_FORM_WRONG", `${name} is not JSON; export the package again`, cause);
  }
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
