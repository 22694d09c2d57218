import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentOf, SERVICES, writeImage } from "./supply/image.ts";
import { installedPackages } from "./supply/packages.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Names of packages, and of our own folders, that an image has. */
async function namesIn(service: string): Promise<string[]> {
  const { modules, data, packages } = await contentOf(ROOT, service);
  const folders = [...modules].map((module) => module.slice(0, module.indexOf("/dist/")));
  return [...folders, ...data, ...installedPackages(ROOT, [...packages]).map(({ path }) => path)];
}

describe("the image of", () => {
  it.each(["all", ...SERVICES])("%s has all that is imported and read", async (service) => {
    const { modules, data, packages } = await contentOf(ROOT, service);
    expect([...modules, ...data].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(modules.size).toBeGreaterThan(20);
    expect(() => installedPackages(ROOT, [...packages])).not.toThrow();
  });

  it.each([
    [
      "features",
      ["libs/signal", "node_modules/@platformatic/kafka"],
      ["libs/model", "node_modules/libsql", "node_modules/mqtt"],
    ],
    ["bridge", ["libs/mqtt", "libs/sparkplug"], ["services/features", "node_modules/fastify", "libs/model"]],
    ["publisher", ["libs/mes/profiles", "node_modules/jsonata"], ["libs/model", "node_modules/libsql"]],
    [
      "scorer",
      ["models/bearing-wear", "node_modules/@tensorflow/tfjs-backend-wasm", "node_modules/onnxruntime-node"],
      ["node_modules/fastify", "node_modules/mqtt"],
    ],
    [
      "console",
      ["services/console/ui/dist", "node_modules/libsql", "models/bearing-wear"],
      ["node_modules/mqtt", "node_modules/vite"],
    ],
    [
      "all",
      ["services/bridge", "services/console/ui/dist", "docs/scaling/units.json"],
      ["test", "node_modules/vitest"],
    ],
  ])("%s has what is its own, and nothing of the others", async (service, its, others) => {
    const names = await namesIn(service);
    const has = (name: string): boolean => names.some((each) => each === name || each === `${name}/`);
    expect(its.filter((name) => !has(name))).toEqual([]);
    expect(others.filter(has)).toEqual([]);
  });
});

describe("the image of one service, in a folder of its own", () => {
  const out = mkdtempSync(join(tmpdir(), "presage-image-"));
  const main = join(out, "services/cli/dist/main.js");
  const run = promisify(execFile);
  beforeAll(() => writeImage(ROOT, "features", out));
  afterAll(() => rmSync(out, { recursive: true }));

  it("runs it, as far as it is configured", async () => {
    const settings = { PATH: process.env.PATH, PRESAGE_BROKER_KIND: "embedded", PRESAGE_HTTP_PORT: "0" };
    await expect(run("node", [main, "run", "features"], { cwd: out, env: settings })).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining("broker.kind (PRESAGE_BROKER_KIND) must be kafka"),
    });
  });

  it("has a bill of just its own packages", () => {
    const { components } = JSON.parse(readFileSync(join(out, "dist/sbom.cdx.json"), "utf8")) as {
      components: { name: string }[];
    };
    const names = components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["kafka", "pffft-wasm", "pino"]));
    expect(names.filter((name) => /^(mqtt|fastify|libsql|tfjs.*)$/.test(name))).toEqual([]);
  });
});
