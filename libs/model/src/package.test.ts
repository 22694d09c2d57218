import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { dense, manifestOf } from "./fixture.ts";
import type { ModelManifest } from "./manifest.ts";
import { loadPackage } from "./package.ts";
import type { RefusalCode } from "./refused.ts";
import { type PackageParts, writePackage } from "./write.ts";

/** One dense layer of two inputs: sigmoid(1·x − 2·y + 0.5). */
const parts: PackageParts = {
  manifest: manifestOf({
    inputs: [
      { feature: "acceleration.rms", transform: "log", mean: 0, std: 1, fallback: 0 },
      { feature: "temperature.mean", transform: "identity", mean: 50, std: 10, fallback: 0 },
    ],
    outputs: { risk: "nothing", horizonHours: 24 },
    calibration: { method: "none" },
    decision: { threshold: 0.6, k: 3, n: 5, clearThreshold: 0.3, clearWindows: 6 },
  }),
  network: dense(2, 1, "sigmoid", [1, -2, 0.5]),
  // x = ln 1 = 0, y = (55 − 50)/10 = 0.5: sigmoid(−0.5) = 0.3775407
  golden: [{ features: { "acceleration.rms": 1, "temperature.mean": 55 }, risk: 0.3775407 }],
  card: "# Two inputs\n",
};

const survival = (edges: number[]) => ({
  risk: "nothing",
  horizonShare: 0.1,
  edges,
  band: { low: 1, high: 1 },
});
const disordered = [
  { perSpell: 0.1, threshold: 0.2 },
  { perSpell: 0.2, threshold: 0.4 },
];

const folders: string[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "presage-package-"));
  folders.push(folder);
});
afterAll(() => Promise.all(folders.map((f) => rm(f, { recursive: true }))));

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Changes the manifest of the package in `folder`. */
async function amend(change: (manifest: ModelManifest) => unknown): Promise<void> {
  const file = join(folder, "manifest.json");
  const manifest = JSON.parse(await readFile(file, "utf8")) as ModelManifest;
  await writeFile(file, JSON.stringify({ ...manifest, ...(change(manifest) as object) }));
}

/** Replaces a file of the package in `folder`, and its digest. */
async function replace(name: string, content: string | Uint8Array): Promise<void> {
  await writeFile(join(folder, name), content);
  await amend(({ files }) => ({ files: { ...files, [name]: sha256(Buffer.from(content)) } }));
}

/** Replaces part of the text of a file of the package. */
async function edit(name: string, from: string, to: string): Promise<void> {
  const before = await readFile(join(folder, name), "utf8");
  expect(before).toContain(from);
  await replace(name, before.replace(from, to));
}

const without = (files: ModelManifest["files"], name: string): ModelManifest["files"] =>
  Object.fromEntries(Object.entries(files).filter(([file]) => file !== name));

const histogramOf =
  (edges: number[], shares: number[]) =>
  ({ inputs: [input] }: ModelManifest) => ({ inputs: [{ ...input, histogram: { edges, shares } }] });

const refusal = (message: RegExp, code: RefusalCode = "MODEL_FORM_WRONG") =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("a model package", () => {
  it("is read as it was written, with the digest of its manifest", async () => {
    await writePackage(folder, parts);
    const loaded = await loadPackage(folder);
    expect(loaded.manifest).toMatchObject(parts.manifest);
    expect(loaded.network).toEqual(parts.network);
    expect(loaded.golden).toEqual(parts.golden);
    expect(loaded.card).toBe(parts.card);
    expect(loaded.digest).toBe(sha256(await readFile(join(folder, "manifest.json"))));
  });

  it("is written with the same bytes every time", async () => {
    await writePackage(folder, parts);
    const first = await readFile(join(folder, "manifest.json"));
    await writePackage(folder, parts);
    expect(await readFile(join(folder, "manifest.json"))).toEqual(first);
  });

  it("is none without a manifest", async () => {
    await expect(loadPackage(join(folder, "nothing"))).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  });

  it.each(["model.json", "weights.bin", "golden.json", "CARD.md"])(
    "is refused if %s was changed",
    async (name) => {
      await writePackage(folder, parts);
      const bytes = await readFile(join(folder, name));
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      await writeFile(join(folder, name), bytes);
      await expect(loadPackage(folder)).rejects.toEqual(
        refusal(new RegExp(`${name}.*SHA-256 differs`), "MODEL_FILE_WRONG"),
      );
    },
  );

  it("is refused if a file is missing, or not listed", async () => {
    await writePackage(folder, parts);
    await rm(join(folder, "weights.bin"));
    await expect(loadPackage(folder)).rejects.toEqual(
      refusal(/no plain file weights\.bin/, "MODEL_FILE_WRONG"),
    );
    await writePackage(folder, parts);
    await amend(({ files }) => ({ files: without(files, "golden.json") }));
    await expect(loadPackage(folder)).rejects.toEqual(refusal(/lists no golden\.json/, "MODEL_FILE_WRONG"));
    await writePackage(folder, parts);
    await amend(({ files }) => ({ files: without(files, "weights.bin") }));
    await expect(loadPackage(folder)).rejects.toEqual(refusal(/names weights\.bin/, "MODEL_FILE_WRONG"));
  });

  it("is refused, unread, if it is larger than 64 MiB", async () => {
    await writePackage(folder, parts);
    await truncate(join(folder, "weights.bin"), 65 * 2 ** 20);
    await expect(loadPackage(folder)).rejects.toEqual(refusal(/larger/, "MODEL_TOO_LARGE"));
  });

  it("cannot name files outside its folder", async () => {
    await writePackage(folder, parts);
    await amend(({ files }) => ({ files: { ...files, "../secret": "0" } }));
    await expect(loadPackage(folder)).rejects.toEqual(refusal(/manifest\.json: \/files.*\.\.\/secret/));
  });

  it.each<[string, (m: ModelManifest) => unknown, RegExp]>([
    ["an unknown key", () => ({ colour: "red" }), /additional properties: colour/],
    ["no inputs", () => ({ inputs: [] }), /\/inputs .*fewer than 1/],
    ["a deviation of 0", ({ inputs: [i] }) => ({ inputs: [{ ...i, std: 0 }] }), /\/inputs\/0\/std/],
    ["an input twice", ({ inputs: [i] }) => ({ inputs: [i, i] }), /acceleration\.rms is there twice/],
    ["k over n", ({ decision }) => ({ decision: { ...decision, k: 6 } }), /k is 6, more than n, 5/],
    ["a version that is none", () => ({ version: "new" }), /\/version/],
    [
      "a view of an indicator that there is not",
      ({ inputs: [i] }) => ({ inputs: [{ ...i, feature: "acceleration.rms@soon" }] }),
      /\/inputs\/0\/feature/,
    ],
    ["a histogram with a share too few", histogramOf([0, 1], [0.5, 0.5]), /2 shares for 2 edges/],
    ["a histogram of more than all", histogramOf([0], [0.6, 0.6]), /add up to 1\.2/],
    ["a histogram out of order", histogramOf([1, 0], [0.2, 0.3, 0.5]), /do not ascend/],
    ["edges that do not ascend", () => ({ outputs: survival([0.1, 0.4, 0.2]) }), /edges do not ascend/],
    ["an edge twice", () => ({ outputs: survival([0.1, 0.1]) }), /edges do not ascend/],
    ["one edge", () => ({ outputs: survival([0.1]) }), /\/outputs/],
    ["a horizon beyond the last edge", () => ({ outputs: survival([0.01, 0.05]) }), /horizonShare is 0\.1/],
    [
      "false alarms by spells of no patience",
      ({ decision }) => ({ decision: { ...decision, falseAlarms: [{ perSpell: 0.1, threshold: 0.2 }] } }),
      /falseAlarms.*patience/,
    ],
    [
      "false alarms that do not get fewer as the threshold rises",
      ({ decision }) => ({ decision: { ...decision, patience: 0.1, falseAlarms: disordered } }),
      /falseAlarms.*descending/,
    ],
    [
      "thresholds the wrong way round",
      ({ decision }) => ({ decision: { ...decision, clearThreshold: 0.9 } }),
      /clearThreshold/,
    ],
  ])("is refused with %s, and the message says where", async (_, change, message) => {
    await writePackage(folder, parts);
    await amend(change);
    await expect(loadPackage(folder)).rejects.toEqual(refusal(message));
  });

  it.each(["acceleration.loudness", "acceleration.skewness@short"])(
    "is refused with the input %s, which the feature catalogue or the baseline does not have",
    async (feature) => {
      await writePackage(folder, parts);
      await amend(({ inputs: [i] }) => ({ inputs: [{ ...i, feature }] }));
      await expect(loadPackage(folder)).rejects.toEqual(
        refusal(new RegExp(`no feature ${feature}`), "MODEL_FEATURE_UNKNOWN"),
      );
    },
  );

  it.each<[string, string, string, RegExp, RefusalCode?]>([
    ["of another format", '"layers-model"', '"saved-model"', /\/format/],
    [
      "with a layer that is not allowed",
      '"Dense"',
      '"Lambda"',
      /has a layer Lambda/,
      "MODEL_OPERATOR_REFUSED",
    ],
    [
      "with weights that do not fit",
      '"shape": [\n            2,',
      '"shape": [\n            3,',
      /12 bytes.*16/,
      "MODEL_WEIGHTS_WRONG",
    ],
    ["of half precision", '"dtype": "float32"', '"dtype": "float16"', /dtype/],
  ])("is refused with a network %s", async (_, from, to, message, code) => {
    await writePackage(folder, parts);
    await edit("model.json", from, to);
    await expect(loadPackage(folder)).rejects.toEqual(refusal(message, code));
  });

  it("is refused with a layer that is not allowed inside a nested model", async () => {
    const nested = { class_name: "Functional", config: { layers: [{ class_name: "LSTM", config: {} }] } };
    const topology = { model_config: { class_name: "Sequential", config: [nested] } };
    await writePackage(folder, { ...parts, network: { ...parts.network, topology } });
    await expect(loadPackage(folder)).rejects.toEqual(refusal(/has a layer LSTM/, "MODEL_OPERATOR_REFUSED"));
  });

  it("is refused with a weight that is not finite", async () => {
    await writePackage(folder, parts);
    await replace("weights.bin", new Uint8Array(Float32Array.of(1, NaN, 0.5).buffer));
    await expect(loadPackage(folder)).rejects.toEqual(refusal(/not finite/, "MODEL_WEIGHTS_WRONG"));
  });

  it("is refused with golden cases of another form, or a file that is not JSON", async () => {
    await writePackage(folder, parts);
    await replace("golden.json", '{"cases": [{"features": {}, "risk": 2}]}');
    await expect(loadPackage(folder)).rejects.toEqual(refusal(/golden\.json: \/cases\/0\/risk/));
    await replace("golden.json", "{");
    await expect(loadPackage(folder)).rejects.toEqual(refusal(/golden\.json is not JSON/));
  });
});
