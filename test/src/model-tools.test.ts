import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tryPackage } from "@presage/model";
import { python, skipWithout } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const TOOLS = fileURLToPath(new URL("../../models/tools", import.meta.url));

/** As `tests/samples.py` makes them. */
const KINDS = [
  "keras-mlp",
  "keras-cnn",
  "keras-graph",
  "keras-platt",
  "savedmodel",
  "sklearn-boosting",
  "sklearn-perceptron",
];

const GENEROUS = { backend: "wasm", latencyBudget: 5_000 } as const;

/** What it printed, if it failed. */
function failureOf(...args: readonly string[]): string | undefined {
  const env = { ...process.env, PYTHONPATH: TOOLS, PYTHONDONTWRITEBYTECODE: "1", TF_CPP_MIN_LOG_LEVEL: "3" };
  const { status, stdout, stderr } = spawnSync(python(), args, { cwd: TOOLS, encoding: "utf8", env });
  return status === 0 ? undefined : stdout + stderr;
}

describe.skipIf(skipWithout("python"))("the tools for models of Keras, TensorFlow and scikit-learn", () => {
  let out: string;
  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), "presage-tools-"));
    expect(failureOf("tests/samples.py", out)).toBeUndefined();
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  it.each(KINDS)("make of %s a package that computes what the framework did", async (kind) => {
    const result = await tryPackage(join(out, kind), GENEROUS);
    expect(result).toMatchObject({ name: kind, inputs: 6, golden: 64 });
  });

  it("pass their own tests, and are of consistent types and style", () => {
    expect(failureOf("-m", "pytest", "-q", "-p", "no:cacheprovider")).toBeUndefined();
    expect(failureOf("-m", "ruff", "check", "--no-cache", ".")).toBeUndefined();
    expect(failureOf("-m", "ruff", "format", "--no-cache", "--check", ".")).toBeUndefined();
    expect(failureOf("-m", "mypy", "--no-incremental", "presage_models")).toBeUndefined();
  }, 120_000);
});
