import { describe, expect, it } from "vitest";
import { startEmbedded } from "./torture/embedded.ts";
import { torture } from "./torture/torture.ts";

/** The short form of `npm run torture`; docs/torture.md says what the checker asserts. */
const SHORT = { devices: 9, everyMs: 60, longestSeconds: 2, patienceSeconds: 60, say: () => {} };

describe("a pipeline in one process that is killed and ended again and again", () => {
  it("has lost nothing and doubled nothing", async () => {
    const plant = await startEmbedded();
    try {
      const report = await torture(plant, { ...SHORT, seed: 1, seconds: 12, only: ["kill", "roll", "stop"] });
      expect(report.violations).toEqual([]);
      expect(report.ends).toEqual([]);
      expect(new Set(report.steps.map(({ fault }) => fault))).toEqual(new Set(["kill", "roll", "stop"]));
      const { log, heard } = report.evidence;
      expect(log.features.length).toBeGreaterThan(50);
      expect(log.failures.length).toBeGreaterThan(0);
      expect(log.rejected.length).toBeGreaterThan(0);
      expect(heard.retained.size).toBeGreaterThan(0);
    } finally {
      await plant.close();
    }
  }, 150_000);
});
