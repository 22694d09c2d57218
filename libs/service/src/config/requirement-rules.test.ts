import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { loadConfig } from "./load.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function load(yaml: string) {
  const folder = mkdtempSync(join(tmpdir(), "presage-requirements-"));
  folders.push(folder);
  const file = join(folder, "presage.yaml");
  writeFileSync(file, yaml);
  return loadConfig({ file, env: {} });
}

describe("the list of requirements", () => {
  it("is empty, and needs a name and one limit of each", () => {
    expect(load("{}").requirements).toEqual([]);
    expect(load("requirements: [{ name: pumps, class: pump, latency: 5s }]").requirements).toEqual([
      { name: "pumps", class: "pump", latency: 5000, sensors: ["*"], for: 60_000, clear: 300_000 },
    ]);
    expect(() => load("requirements: [{ name: pumps }]")).toThrow(
      /must have one of coverage, maximumGap, latency, range, stuckTime/,
    );
  });

  it("has no name twice", () => {
    const twice = "requirements: [{ name: a, coverage: 1 }, { name: a, latency: 1s }]";
    expect(() => load(twice)).toThrow(/is also the name of requirements\[0\]/);
  });

  it.each(["range: [5, 1]", "coverage: 0", "coverage: 1.1", "coverage: 0.9, sensors: [vib/x]"])(
    "refuses %s",
    (limit) => {
      expect(() => load(`requirements: [{ name: a, ${limit} }]`)).toThrow();
    },
  );
});
