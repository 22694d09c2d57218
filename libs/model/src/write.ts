import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { GoldenCase } from "./golden.ts";
import type { ModelManifest } from "./manifest.ts";
import type { LayersNetwork } from "./layers-network.ts";

/** What a package is made of; formats and digests are added. */
export interface PackageParts {
  readonly manifest: Omit<ModelManifest, "format" | "files">;
  readonly network: LayersNetwork;
  readonly golden: readonly GoldenCase[];
  readonly card: string;
}

/** Writes a package into a folder, which is made if need be. The same parts give the same bytes. */
export async function writePackage(directory: string, parts: PackageParts): Promise<void> {
  const { manifest, network, golden, card } = parts;
  const files: Record<string, Uint8Array> = {
    "model.json": json({
      format: network.format,
      modelTopology: network.topology,
      weightsManifest: [{ paths: ["weights.bin"], weights: network.specs }],
    }),
    "weights.bin": new Uint8Array(network.weights),
    "golden.json": json({ cases: golden }),
    "CARD.md": new TextEncoder().encode(card),
  };
  await writeFiles(directory, manifest, files);
}

/** Writes a package of any files, by name. */
export async function writeFiles(
  directory: string,
  manifest: PackageParts["manifest"],
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  const digests = Object.entries(files).map(
    ([name, bytes]) => [name, createHash("sha256").update(bytes).digest("hex")] as const,
  );
  const whole: ModelManifest = {
    format: "presage-model/1",
    ...manifest,
    files: Object.fromEntries(digests),
  };
  await mkdir(directory, { recursive: true });
  for (const [name, bytes] of Object.entries({ ...files, "manifest.json": json(whole) }))
    await writeFile(join(directory, name), bytes);
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
