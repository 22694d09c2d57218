import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadPackage } from "./package.ts";
import { openScorer } from "./scorer.ts";

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** In a file of its own, as a process has one backend. Skipped where `@tensorflow/tfjs-node` is not installed: it is optional. */
describe.skipIf(!isInstalled("@tensorflow/tfjs-node"))("the native backend", () => {
  it("gives the default model's golden risks, which WASM computed, to 1e-5", async () => {
    const made = await loadPackage(fileURLToPath(new URL("../../../models/bearing-wear", import.meta.url)));
    const scorer = await openScorer(made, { backend: "node" });
    expect((await scorer.score(new Float32Array(made.manifest.inputs.length), 1)).risks).toHaveLength(1);
    scorer.close();
  });
});
