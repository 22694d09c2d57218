import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dense, manifestOf } from "./fixture.ts";
import { loadPackage } from "./package.ts";
import { openScorer, type Scorer } from "./scorer.ts";
import { type PackageParts, writePackage } from "./write.ts";

const EDGES = [0.1, 0.2, 0.8];

/** Log-odds of three hazards: z − 2, z − 1, 0.5 z, where z is the standardised deviation of the RMS. */
const parts: PackageParts = {
  manifest: manifestOf({
    inputs: [{ feature: "acceleration.rms@short", transform: "asinh", mean: 0, std: 1, fallback: 0 }],
    outputs: {
      risk: "failure before its age has grown by a tenth",
      horizonShare: 0.1,
      edges: EDGES,
      band: { low: 1.5, high: 0.5 },
    },
    calibration: { method: "platt", a: 2, b: -1 },
    decision: { threshold: 0.6, k: 2, n: 3, clearThreshold: 0.3, clearWindows: 6, patience: 0.1 },
  }),
  network: dense(1, 3, "linear", [1, 1, 0.5, -2, -1, 0]),
  // z = asinh(sinh(1)) = 1: log-odds −1, calibrated 2 · −1 − 1 = −3; 1/(1 + e³) = 0.0474259
  golden: [{ features: { "acceleration.rms@short": Math.sinh(1) }, risk: 0.0474259 }],
  card: "# Remaining life\n",
};

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe("a package that says how long a machine still runs", () => {
  let folder: string;
  let scorer: Scorer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "presage-survival-"));
    await writePackage(folder, parts);
    scorer = await openScorer(await loadPackage(folder));
  });
  afterAll(async () => {
    scorer?.close();
    await rm(folder, { recursive: true });
  });

  it("gives the risk within the horizon from calibrated hazards, row by row", async () => {
    const zs = [-1, 0, 2.5];
    const { risks } = await scorer.score(Float32Array.from(zs), zs.length);
    zs.forEach((z, i) => expect(risks[i]).toBeCloseTo(sigmoid(2 * (z - 2) - 1), 6));
  });

  it("gives p10, p50 and p90 of the remaining life, with the band's correction", async () => {
    // By hand at z = 2.5: hazards sigmoid(0), sigmoid(2), sigmoid(1.5); F = 0.5, 0.940399, 0.989129.
    const { remaining } = await scorer.score(Float32Array.of(0, 2.5), 2);
    expect(remaining).toHaveLength(6);
    const p50 = 0.1;
    const p10 = 0.1 * (0.1 / 0.5);
    const p90 = 0.1 * 2 ** ((0.9 - 0.5) / (0.9403985 - 0.5));
    expect(remaining?.[3]).toBeCloseTo(p50 * (p10 / p50) ** 1.5, 6);
    expect(remaining?.[4]).toBeCloseTo(p50, 6);
    expect(remaining?.[5]).toBeCloseTo(p50 * (p90 / p50) ** 0.5, 6);
  });

  it("never says that a machine which deviates more lives longer", async () => {
    const zs = Float32Array.from({ length: 101 }, (_, i) => i / 10 - 5);
    const { risks, remaining } = await scorer.score(zs, zs.length);
    const medians = Array.from(zs, (_, i) => remaining?.[3 * i + 1] ?? NaN);
    expect([...risks]).toEqual([...risks].toSorted((a, b) => a - b));
    expect(medians).toEqual(medians.toSorted((a, b) => b - a));
  });

  it("is not opened with a network that has fewer outputs than edges", async () => {
    const loaded = await loadPackage(folder);
    const outputs = { ...loaded.manifest.outputs, edges: [...EDGES, 1.6] };
    const manifest = { ...loaded.manifest, outputs };
    await expect(openScorer({ ...loaded, manifest })).rejects.toMatchObject({
      code: "MODEL_SHAPE_WRONG",
      message: expect.stringContaining("shapes"),
    });
  });
});
