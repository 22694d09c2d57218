import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tryPackage } from "@presage/model";
import { python, skipWithout } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const TOOLS = fileURLToPath(new URL("../../models/tools", import.meta.url));
const EXAMPLES = fileURLToPath(new URL("../../models/examples", import.meta.url));

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

/** Runs a command in the tools' folder; returns what it printed. Throws that if it failed. */
function run(command: string, ...args: readonly string[]): string {
  const env = { ...process.env, PYTHONPATH: TOOLS, PYTHONDONTWRITEBYTECODE: "1", TF_CPP_MIN_LOG_LEVEL: "3" };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: TOOLS, encoding: "utf8", env });
  if (status !== 0) throw new Error(stdout + stderr);
  return stdout;
}

describe.skipIf(skipWithout("python"))("the tools for models of Keras, TensorFlow and scikit-learn", () => {
  let out: string;
  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), "presage-tools-"));
    run(python(), "tests/samples.py", out);
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  it.each(KINDS)("make of %s a package that computes what the framework did", async (kind) => {
    const result = await tryPackage(join(out, kind), GENEROUS);
    expect(result).toMatchObject({ name: kind, inputs: 6, golden: 64 });
  });

  it("pass their own tests, and are of consistent types and style", () => {
    run(python(), "-m", "ruff", "check", "--no-cache", ".", EXAMPLES);
    run(python(), "-m", "ruff", "format", "--no-cache", "--check", ".", EXAMPLES);
    run(python(), "-m", "mypy", "--cache-dir=/dev/null", "presage_models");
    run(python(), "-m", "pytest", "-q", "-p", "no:cacheprovider");
  }, 120_000);
});

describe.skipIf(skipWithout("python"))("the example for", () => {
  let out: string;
  let history: string;
  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), "presage-examples-"));
    history = join(out, "history");
    run(python(), "tests/plant.py", history);
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  it.each([
    ["Keras", python, "keras/train.py"],
    ["scikit-learn", python, "sklearn/train.py"],
    ["TensorFlow.js", () => process.execPath, "tfjs/dist/train.js"],
  ])("%s makes of a plant's history a package that may go live", async (name, command, script) => {
    const printed = run(command(), join(EXAMPLES, script), history, join(out, name));
    expect(printed).toContain("announced 2 of 2 machines that failed, and 0 of 2 that did not");
    expect(await tryPackage(join(out, name), GENEROUS)).toMatchObject({ inputs: 13, golden: 64 });
  });
});
