import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { create, Header } from "tar";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { dense, manifestOf } from "./fixture.ts";
import type { ModelManifest } from "./manifest.ts";
import { loadPackage } from "./package.ts";
import type { RefusalCode } from "./refused.ts";
import { tryPackage } from "./trial.ts";
import { type PackageParts, writePackage } from "./write.ts";

const parts: PackageParts = {
  manifest: manifestOf({
    inputs: [{ feature: "acceleration.rms", transform: "identity", mean: 0, std: 1, fallback: 0 }],
    outputs: { risk: "nothing", horizonHours: 24 },
    calibration: { method: "none" },
    decision: { threshold: 0.6, k: 3, n: 5, clearThreshold: 0.3, clearWindows: 6 },
  }),
  network: dense(1, 1, "sigmoid", [1, 0]),
  golden: [{ features: { "acceleration.rms": 0 }, risk: 0.5 }],
  card: "# One input\n",
};

const TRIAL = { backend: "wasm", latencyBudget: 100 } as const;

const root = await mkdtemp(join(tmpdir(), "presage-hostile-"));
let folder: string;
let archive: string;
let made = 0;

beforeEach(async () => {
  const place = join(root, String(made++));
  folder = join(place, "model");
  archive = join(place, "model.tar.gz");
  await mkdir(folder, { recursive: true });
});
afterAll(() => rm(root, { recursive: true }));

const refusal = (code: RefusalCode, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

/** A header of a tar entry, and what follows it. */
function entry(
  path: string,
  content = Buffer.alloc(0),
  more: Partial<ConstructorParameters<typeof Header>[0]> = {},
): Buffer {
  const block = Buffer.alloc(512);
  new Header({ path, mode: 0o644, size: content.length, type: "File", ...(more as object) }).encode(block);
  return Buffer.concat([block, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
const tarOf = (...entries: Buffer[]): Promise<void> =>
  writeFile(archive, gzipSync(Buffer.concat([...entries, Buffer.alloc(1_024)])));

describe("an archive", () => {
  it.each([
    ["its folder", () => ({ cwd: join(folder, ".."), names: ["model"] })],
    ["its files", (names: string[]) => ({ cwd: folder, names })],
    ["the folder that one stands in", () => ({ cwd: folder, names: ["."] })],
  ])("of %s is the same package as the folder", async (_, pack) => {
    await writePackage(folder, parts);
    const { cwd, names } = pack(await readdir(folder));
    await create({ gzip: true, file: archive, cwd }, names);
    expect(await loadPackage(archive)).toEqual(await loadPackage(folder));
  });

  it.each<[string, () => Buffer[], RegExp]>([
    ["a path out of its folder", () => [entry("../manifest.json")], /\.\.\/manifest\.json, a File/],
    ["an absolute path", () => [entry("/etc/passwd")], /\/etc\/passwd, a File/],
    ["a folder in its folder", () => [entry("model/more/manifest.json")], /more/],
    [
      "a link",
      () => [entry("manifest.json", undefined, { type: "SymbolicLink", linkpath: "/etc/passwd" })],
      /a SymbolicLink/,
    ],
    [
      "a hard link",
      () => [entry("manifest.json", undefined, { type: "Link", linkpath: "/etc/passwd" })],
      /a Link/,
    ],
    ["a device", () => [entry("manifest.json", undefined, { type: "CharacterDevice" })], /a CharacterDevice/],
    ["a file twice", () => [entry("manifest.json"), entry("manifest.json")], /manifest\.json twice/],
    ["two folders", () => [entry("a/manifest.json"), entry("b/model.json")], /folders a and b/],
    ["a file that is cut off", () => [entry("manifest.json", undefined, { size: 2 ** 32 })], /cut off/],
    ["what is no tar", () => [Buffer.alloc(2_048, 97)], /cannot be unpacked/],
    ["an archive in an archive", () => [gzipSync(entry("manifest.json"))], /no packed folder/],
  ])("with %s is refused", async (_, entries, message) => {
    await tarOf(...entries());
    await expect(loadPackage(archive)).rejects.toEqual(refusal("MODEL_ARCHIVE_UNSAFE", message));
  });

  it("that is none is refused", async () => {
    await writeFile(archive, "not gzip");
    await expect(loadPackage(archive)).rejects.toEqual(refusal("MODEL_ARCHIVE_UNSAFE", /cannot be unpacked/));
  });

  it("of some kilobytes that becomes gigabytes is refused while it is unpacked", async () => {
    const zeros = Buffer.alloc(65 * 2 ** 20);
    await tarOf(entry("weights.bin", zeros));
    expect((await readFile(archive)).length).toBeLessThan(100_000);
    await expect(loadPackage(archive)).rejects.toEqual(refusal("MODEL_TOO_LARGE", /unpacks to more/));
  });
});

describe("a folder", () => {
  beforeEach(() => writePackage(folder, parts));

  it.skipIf(process.platform === "win32").each([
    ["a link", (file: string) => symlink("/dev/zero", file)],
    ["a pipe", (file: string) => Promise.resolve(void execFileSync("mkfifo", [file]))],
    ["a folder", (file: string) => mkdir(file)],
  ])("with %s for a file is refused, unread", async (_, make) => {
    await rm(join(folder, "weights.bin"));
    await make(join(folder, "weights.bin"));
    await expect(loadPackage(folder)).rejects.toEqual(
      refusal("MODEL_FILE_WRONG", /no plain file weights\.bin/),
    );
  });
});

/** Writes the package with another network and golden cases, digests and all. */
const withNetwork = (topology: object, specs: PackageParts["network"]["specs"], weights: number[]) =>
  writePackage(folder, {
    ...parts,
    network: {
      format: "layers-model",
      topology,
      specs,
      weights: new Float32Array(weights).buffer,
    },
  });

const zeros = (count: number): number[] => Array<number>(count).fill(0);

const sequential = (...layers: { class_name: string; config: object }[]): object => ({
  class_name: "Sequential",
  config: { name: "s", layers },
});
const layer = (name: string, units: number, inputs?: number) => ({
  class_name: "Dense",
  config: {
    name,
    units,
    activation: "sigmoid",
    use_bias: false,
    ...(inputs && { batch_input_shape: [null, inputs] }),
  },
});
const kernel = (name: string, rows: number, columns: number): PackageParts["network"]["specs"][number] => ({
  name: `${name}/kernel`,
  shape: [rows, columns],
  dtype: "float32",
});

describe("a trial", () => {
  it("passes a package and tells how long it takes", async () => {
    await writePackage(folder, parts);
    const passed = await tryPackage(folder, TRIAL);
    expect(passed).toMatchObject({ name: "test", version: "1.0.0", inputs: 1, weights: 2, golden: 1 });
    expect(passed.latency).toBeGreaterThan(0);
  });

  it("refuses what a load refuses, with its code", async () => {
    await writePackage(folder, { ...parts, golden: [{ features: { "acceleration.rms": 0 }, risk: 0.6 }] });
    await expect(tryPackage(folder, TRIAL)).rejects.toEqual(refusal("MODEL_GOLDEN_MISSED", /golden case 0/));
    await expect(tryPackage(join(folder, "none"), TRIAL)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  });

  it("refuses a model that is slower than the budget", async () => {
    await writePackage(folder, parts);
    await expect(tryPackage(folder, { ...TRIAL, latencyBudget: 1e-6 })).rejects.toEqual(
      refusal("MODEL_TOO_SLOW", /over the budget of 0\.000001 ms/),
    );
  });

  it("refuses finite weights that give NaN: here the root of a negative variance", async () => {
    const norm = { class_name: "BatchNormalization", config: { name: "n", batch_input_shape: [null, 1] } };
    const specs = ["gamma", "beta", "moving_mean", "moving_variance"].map((name) => ({
      name: `n/${name}`,
      shape: [1],
      dtype: "float32" as const,
    }));
    await withNetwork(sequential(norm), specs, [1, 0.5, 0, -1]);
    await expect(tryPackage(folder, TRIAL)).rejects.toEqual(refusal("MODEL_GOLDEN_MISSED", /NaN/));
  });

  it("refuses a network that wants more memory than a model may have", async () => {
    const wide = 4_000_000;
    await withNetwork(
      sequential(layer("a", wide, 1), layer("b", 1)),
      [kernel("a", 1, wide), kernel("b", wide, 1)],
      zeros(2 * wide),
    );
    await expect(tryPackage(folder, TRIAL)).rejects.toEqual(refusal("MODEL_TOO_LARGE", /memory/));
  }, 40_000);

  it("refuses shapes so large that they cannot be built, whatever the weights' file has", async () => {
    await withNetwork(
      sequential(layer("a", 60_000, 1), layer("b", 60_000), layer("c", 1)),
      [kernel("a", 1, 60_000)],
      zeros(60_000),
    );
    await expect(tryPackage(folder, TRIAL)).rejects.toMatchObject({
      code: expect.stringMatching(/^MODEL_(TOO_LARGE|WEIGHTS_WRONG)$/),
    });
  }, 40_000);

  it("refuses a network that goes round in a circle", async () => {
    const input = {
      class_name: "InputLayer",
      name: "x",
      config: { name: "x", batch_input_shape: [null, 1] },
      inbound_nodes: [],
    };
    const node = (name: string, from: string) => ({
      ...layer(name, 1),
      name,
      inbound_nodes: [[[from, 0, 0, {}]]],
    });
    const config = {
      name: "m",
      layers: [input, node("a", "b"), node("b", "a")],
      input_layers: [["x", 0, 0]],
      output_layers: [["b", 0, 0]],
    };
    await withNetwork({ class_name: "Functional", config }, [kernel("a", 1, 1), kernel("b", 1, 1)], [1, 1]);
    await expect(tryPackage(folder, { ...TRIAL, timeout: 4_000 })).rejects.toEqual(
      refusal("MODEL_TOO_SLOW", /within 4 s; look for a cycle/),
    );
  }, 10_000);

  it("refuses a network that is nested without end, or has too many layers", async () => {
    const deep = `${'{"class_name":"Sequential","config":{"layers":['.repeat(100_000)}${"]}}".repeat(100_000)}`;
    await writePackage(folder, parts);
    const json = `{"format":"layers-model","modelTopology":${deep},"weightsManifest":[]}`;
    await writeFile(join(folder, "model.json"), json);
    const file = join(folder, "manifest.json");
    const manifest = JSON.parse(await readFile(file, "utf8")) as ModelManifest;
    const digest = createHash("sha256").update(json).digest("hex");
    await writeFile(
      file,
      JSON.stringify({ ...manifest, files: { ...manifest.files, "model.json": digest } }),
    );
    await expect(loadPackage(folder)).rejects.toEqual(refusal("MODEL_TOO_LARGE", /more than 256 layers/));
  });
});
