import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LiveModel } from "@presage/scorer";
import { sharedFolder } from "@presage/testbed";
import { describe, expect, it } from "vitest";
import { evaluateScalars } from "./scalars.ts";
import { createSeriesRunner, type Series } from "./series.ts";

const MODEL = fileURLToPath(new URL("../../bearing-wear", import.meta.url));

const shared = sharedFolder();
const data = shared === undefined ? undefined : join(shared, "data");
const has = (name: string): boolean => data !== undefined && existsSync(join(data, name));

const model: LiveModel = {
  reference: { name: "vibration", version: "1.0.0", digest: "d" },
  inputs: [{ feature: "acceleration.rms@short", transform: "asinh", mean: 0, std: 1, fallback: 0 }],
  rule: { threshold: 0.6, k: 3, n: 5, clearThreshold: 0.3, clearWindows: 6, quietTime: 60_000 },
  horizon: { hours: 24 },
  score: () => {
    throw new Error("there is nothing to score");
  },
};
const settings = { model, windowMs: 10_000, commissioning: 30, limit: 6 };

/** A value a second, with an hour as its period. */
function flow(seconds: number, at: (second: number) => number): Series {
  const times = Array.from({ length: seconds }, (_, i) => 1_700_000_000_000 + i * 1e3);
  const values = times.map((_, i) => at(i) + 0.3 * Math.sin(i * 12.9898) + 0.2 * Math.sin(i / 573));
  return { times, sensors: [{ name: "flow", quantity: "scalar", unit: "L/min", values }] };
}

describe("a series of a slow sensor through the services' stages", () => {
  it("raises nothing of what is as it was, and a fall that lasts once", async () => {
    const run = await createSeriesRunner();
    expect(
      (
        await run(
          flow(1_500, () => 30),
          settings,
        )
      ).failures,
    ).toEqual([]);
    const { failures } = await run(
      flow(1_500, (second) => (second < 900 ? 30 : 22)),
      settings,
    );
    expect(failures.map(({ state, severity }) => [state, severity])).toEqual([["opened", "low"]]);
    const opened = ((failures[0]?.openedAt ?? NaN) - 1_700_000_000_000) / 1e3;
    expect(opened).toBeGreaterThan(900 + 20);
    expect(opened).toBeLessThan(900 + 120);
  });
});

describe.skipIf(!has("skab") || !has("nab"))("recordings of slow sensors", () => {
  it("raise nothing while they are healthy, with the default limit", { timeout: 120_000 }, async () => {
    const { skab, nab, limit } = await evaluateScalars(data ?? "", MODEL);
    expect(skab.anomalyFree.falseEvents).toBe(0);
    expect(skab.anomalyFree.greatestDeviation).toBeLessThan(limit);
    expect(skab.falseEvents).toBe(0);
    expect(nab.falseEvents).toBe(0);
    expect(nab.healthyDeviation).toBeLessThan(limit);
    // As published with the benchmark, of a detector that is always on.
    expect(skab.f1AlwaysOn).toBeCloseTo(0.7, 2);
    expect(skab.found).toBeGreaterThan(0);
  });
});
