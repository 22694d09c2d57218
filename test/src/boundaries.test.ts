import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

const packages = ["libs", "services"].flatMap((kind) =>
  readdirSync(join(root, kind)).map((name) => ({ kind, name })),
);
const SERVICES = new Set(packages.filter((p) => p.kind === "services").map((p) => p.name));
const ADAPTERS = new Set(["embedded", "kafka"]);

/** Names of the workspace packages that a package's own code (not its tests) imports. */
function importsOf(kind: string, name: string): Set<string> {
  const folder = join(root, kind, name, "src");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const own = files.filter((f) => f.endsWith(".ts") && !/\.(test|testsuite|testkit)\.ts$/.test(f));
  const found = own.flatMap((file) => [
    ...readFileSync(join(folder, file), "utf8").matchAll(/(?:from|import\()\s*"@presage\/([a-z]+)/g),
  ]);
  return new Set(found.map((match) => match[1] ?? ""));
}

describe("the directions of imports", () => {
  it("contracts and signal import no other package", () => {
    expect([...importsOf("libs", "contracts"), ...importsOf("libs", "signal")]).toEqual([]);
  });

  it("stream imports only contracts", () => {
    expect([...importsOf("libs", "stream")]).toEqual(["contracts"]);
  });

  it.each(packages)("$kind/$name imports no service, unless it is the command line", ({ kind, name }) => {
    const services = [...importsOf(kind, name)].filter((p) => SERVICES.has(p));
    if (name !== "cli") expect(services).toEqual([]);
  });

  it.each(packages)("$kind/$name knows no broker, unless it is one or the command line", ({ kind, name }) => {
    const brokers = [...importsOf(kind, name)].filter((p) => ADAPTERS.has(p));
    if (name !== "cli") expect(brokers).toEqual([]);
  });

  it.each(packages)("$kind/$name names in its package.json just what it imports", ({ kind, name }) => {
    const manifest = JSON.parse(readFileSync(join(root, kind, name, "package.json"), "utf8")) as {
      dependencies?: Record<string, string>;
    };
    const named = Object.keys(manifest.dependencies ?? {}).filter((d) => d.startsWith("@presage/"));
    expect(named.map((d) => d.replace("@presage/", "")).toSorted()).toEqual(
      [...importsOf(kind, name)].toSorted(),
    );
  });
});

describe("the files", () => {
  it("have 300 lines at most", () => {
    const long = packages.flatMap(({ kind, name }) => {
      const folder = join(root, kind, name, "src");
      return readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((f) => f.endsWith(".ts"))
        .filter((f) => readFileSync(join(folder, f), "utf8").split("\n").length > 301);
    });
    expect(long).toEqual([]);
  });
});
