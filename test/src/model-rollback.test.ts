import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { features, type ModelReference } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { openFolder, promote, type Registry, shadow } from "@presage/registry";
import { startScorer } from "@presage/scorer";
import { createHealth, createLogger, createMetrics, loadConfig } from "@presage/service";
import type { Broker } from "@presage/stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pushConstant } from "./support/constant-model.ts";
import { featureEntry } from "./support/feature-windows.ts";
import { readPredictions } from "./support/log.ts";

const CLASS = "default";
const ASSETS = 100;
const act = { by: "jo", at: 1 };

/** The example's RMS is 0.56: in the middle of one, far out of the other. */
const NEAR = { edges: [0.4, 0.5, 0.6], shares: [0.1, 0.2, 0.4, 0.3] };
const FAR = { edges: [7, 8, 9], shares: [0.1, 0.4, 0.4, 0.1] };

describe("a scorer whose model was trained on other machines", () => {
  let directory: string;
  let registry: Registry;
  let broker: Broker;
  let near: ModelReference;
  let far: ModelReference;
  let close: () => Promise<void>;
  const lines: string[] = [];
  const metrics = createMetrics();
  let n = 0;

  /** Windows of all assets. */
  async function work(windows: number): Promise<void> {
    for (const end = n + windows; n < end; n++)
      await broker.append(
        features.topic,
        Array.from({ length: ASSETS }, (_, asset) => featureEntry(asset, n)),
      );
    const group = { name: "scorer", topics: [features.topic] };
    const behind = async () => [...(await broker.lag(group)).values()].reduce((a, b) => a + b, 0);
    await expect.poll(behind, { timeout: 20_000 }).toBe(0);
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "presage-rollback-"));
    registry = openFolder(join(directory, "registry"));
    near = await pushConstant(registry, join(directory, "1"), {
      version: "1.0.0",
      logit: -2,
      histogram: NEAR,
    });
    far = await pushConstant(registry, join(directory, "2"), { version: "2.0.0", logit: -1, histogram: FAR });
    broker = await openEmbedded({ directory });
    const config = loadConfig({ env: { PRESAGE_DATA_DIR: directory } });
    const log = createLogger({ level: "info", format: "json" }, "test", (line) => lines.push(line));
    const scorer = await startScorer(
      { config, log, metrics, health: createHealth() },
      broker,
      join(directory, "1"),
    );
    close = async () => {
      await scorer.close();
      await broker.close();
    };
  });

  afterAll(async () => {
    await close();
    await rm(directory, { recursive: true });
  });

  const assigned = async () => (await registry.current(CLASS))?.champion.version;

  it("measures the drift of its inputs, and goes back to the model before by itself when it is far", async () => {
    const promotion = promote({ champion: near }, far, act);
    if (promotion === null) throw new Error("nothing to promote");
    await registry.assign(CLASS, 0, promotion);
    await expect.poll(() => lines.some((line) => line.includes('"message":"live"'))).toBe(true);
    await work(70);
    await expect.poll(assigned, { timeout: 5_000 }).toBe("1.0.0");
    const last = await registry.current(CLASS);
    expect(last).toMatchObject({ action: "rollback", by: "presage", previous: far });
    expect(last?.comment).toMatch(/acceleration\.rms is far from the training data: stability index/);
    const text = await metrics.registry.metrics();
    expect(text).toMatch(
      /presage_scorer_drift_index\{model="constant@2\.0\.0",feature="acceleration\.rms"\} [1-9]/,
    );
    expect(text).toMatch(/presage_scorer_taken_back_models_total\{class="default",cause="drift"\} 1/);
  });

  it("goes on with that model, and every window was scored once", async () => {
    await expect.poll(() => lines.filter((line) => line.includes('"message":"live"')).length).toBe(2);
    await work(5);
    const made = await readPredictions(broker);
    expect(made).toHaveLength(n * ASSETS);
    expect(new Set(made.map(({ key, value }) => `${key}@${value.start}`)).size).toBe(n * ASSETS);
    expect(made.at(-1)?.value.model).toEqual(near);
    expect(made.some(({ value }) => value.model?.digest === far.digest)).toBe(true);
  });

  it("does the same with a challenger, which is only withdrawn", async () => {
    const current = await registry.current(CLASS);
    const challenge = current && shadow(current, far, act);
    if (!challenge) throw new Error("nothing to challenge");
    await registry.assign(CLASS, current.revision, challenge);
    await expect.poll(() => lines.some((line) => line.includes("in shadow"))).toBe(true);
    await work(70);
    await expect.poll(async () => (await registry.current(CLASS))?.action).toBe("withdraw");
    expect(await registry.current(CLASS)).toMatchObject({ champion: near, by: "presage" });
    const shadowed = (await readPredictions(broker)).filter(({ value }) => value.shadow !== undefined);
    expect(shadowed.length).toBeGreaterThan(0);
    for (const { value } of shadowed)
      expect(value).toMatchObject({ model: near, shadow: { model: far, risk: expect.any(Number) } });
  });
});
