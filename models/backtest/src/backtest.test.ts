import { fileURLToPath } from "node:url";
import { loadPackage, type ModelPackage } from "@presage/model";
import { readRecordings } from "@presage/recording";
import { sharedFolder } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backtest, mergeReports } from "./backtest.ts";
import { renderReport } from "./html/page.ts";
import { type Judge, openJudge } from "./judge.ts";
import { healthy, simulatedRecording, wearingOut } from "./recording.testkit.ts";
import { reportText } from "./text.ts";

const made = new Date("2026-01-02T03:04:05Z");
const SNAPSHOTS = 120;
/** Of a baseline, in the default configuration. */
const LEARNED = 30;
const worn = simulatedRecording({ name: "worn", wears: wearingOut(SNAPSHOTS), fails: true });
const well = simulatedRecording({ name: "well", wears: healthy(SNAPSHOTS), fails: false });

let shipped: ModelPackage;
let judge: Judge;

beforeAll(async () => {
  shipped = await loadPackage(fileURLToPath(new URL("../../bearing-wear", import.meta.url)));
  judge = await openJudge(shipped);
});
afterAll(() => judge.close());

describe("a backtest", () => {
  it("announces the failure of a machine that wears out, and raises no alarm on one that stays well", async () => {
    const { assets, summary } = await backtest([worn, well], judge, { made });
    const [first, second] = assets;
    expect(first).toMatchObject({ asset: "worn", failure_s: 7_200, opened_by: "model", false_alarms: 0 });
    expect(first?.opened_share).toBeGreaterThan(0.5);
    expect(first?.lead_s).toBe(7_200 - (first?.opened_s ?? NaN));
    expect(second).toMatchObject({ asset: "well", failure_s: null, opened_s: null, false_alarms: 0 });
    expect(summary).toMatchObject({
      made: "2026-01-02T03:04:05.000Z",
      recordings: 2,
      failed: 1,
      detected: 1,
      detection_rate: 1,
      false_alarms: 0,
      rules: { "risk-alone": { detected: 1 } },
      independent: true,
    });
  });

  it("scores each snapshot once, at the end of its window", async () => {
    const [asset] = (await backtest([well], judge, { made })).assets;
    expect(asset?.series.at_s).toEqual(well.times.map((t) => t + 10));
    expect(asset).toMatchObject({
      windows: SNAPSHOTS,
      scored_windows: SNAPSHOTS - LEARNED,
      not_scored: { "the baseline is being learned": LEARNED },
    });
  });

  it("sees nothing of what was recorded after the failure", async () => {
    const cut = { ...worn, failure: 3_000 };
    const [asset] = (await backtest([cut], judge, { made })).assets;
    expect(Math.max(...(asset?.series.at_s ?? []))).toBeLessThanOrEqual(3_010);
  });

  it("tells how far it is, up to all snapshots", async () => {
    const told: number[] = [];
    await backtest([well, worn], judge, { made, onProgress: (done) => told.push(done) });
    expect(told.at(-1)).toBe(2 * SNAPSHOTS);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it("says loudly when the model has seen a recording in its training", async () => {
    const training = { ...shipped.manifest.training, recordings: "another, worn" };
    const taught = await openJudge({ ...shipped, manifest: { ...shipped.manifest, training } });
    const report = await backtest([worn, well], taught, { made });
    expect(report.summary).toMatchObject({ independent: false, not_independent: ["worn"] });
    expect(renderReport(report)).toContain("These results are not independent");
    expect(reportText(report)).toContain("NOT INDEPENDENT: the model was trained on worn");
    expect((await backtest([well], taught, { made })).summary.independent).toBe(true);
    taught.close();
  });
});

describe("merged reports", () => {
  it("are the report of all recordings, though each was judged apart", async () => {
    const apart = [await backtest([worn], judge, { made }), await backtest([well], judge, { made })];
    expect(mergeReports(apart, made)).toEqual(await backtest([worn, well], judge, { made }));
  });
});

const shared = sharedFolder();

describe.skipIf(shared === undefined)("on recorded bearings", () => {
  it("judges every life, and every figure of the report is one that JSON can hold", async () => {
    const recordings = await readRecordings(`${shared}/data/femto`);
    const report = await backtest(recordings, judge, { made });
    expect(report.summary).toMatchObject({ recordings: 8, failed: 8 });
    expect(report.assets.every((asset) => asset.scored_windows > 0.85 * asset.windows)).toBe(true);
    // The rule of twice the RMS found six of the learning bearings on every snapshot; these are every second to eleventh.
    expect(report.summary.rules["twice-rms"].detected).toBeGreaterThanOrEqual(4);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(renderReport(report)).toContain("Bearing3_2");
  }, 120_000);
});
