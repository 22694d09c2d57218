import { createHash } from "node:crypto";
import { isDeviation } from "@presage/baseline";
import { CATALOGUE } from "@presage/signal";
import { openFiles, type PackageFiles } from "./files.ts";
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

const REQUIRED = ["model.json", "golden.json", "CARD.md"] as const;

/**
 * Reads a package, a folder or a .tar.gz of one: `manifest.json`, and the files that it lists, of which `model.json`, `golden.json` and
 * `CARD.md` must be there. No other file is read, and nothing is executed. Throws `FILE_UNREADABLE` if there is no package, and a `MODEL_…` code if it is refused: a file is missing,
 * too large or not the one that was digested, an input is not in the feature catalogue, or the network may not run.
 */
export async function loadPackage(path: string): Promise<ModelPackage> {
  const source = await openFiles(path);
  const bytes = await source.read("manifest.json");
  const manifest = readManifest(parseJson("manifest.json", bytes));
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
  const files = await readFiles(source, manifest);
  const bytesOf = (name: string): Uint8Array => {
    const file = files.get(name);
    if (file === undefined)
      throw refused("MODEL_FILE_WRONG", `model.json names ${name}; add it with its digest to files`);
    return file;
  };
  const network = readNetwork(parseJson("model.json", bytesOf("model.json")), bytesOf);
  const golden = readGolden(parseJson("golden.json", bytesOf("golden.json"))).cases;
  const card = new TextDecoder().decode(bytesOf("CARD.md"));
  return { manifest, digest: sha256(bytes), network, golden, card };
}

/** The files that the manifest lists. */
async function readFiles(
  source: PackageFiles,
  manifest: ModelManifest,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const [name, digest] of Object.entries(manifest.files)) {
    const bytes = await source.read(name);
    if (sha256(bytes) !== digest.toLowerCase())
      throw refused(
        "MODEL_FILE_WRONG",
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
    throw refused("MODEL_FORM_WRONG", `${name} is not JSON; export the package again`, cause);
  }
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
