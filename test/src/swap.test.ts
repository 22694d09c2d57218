import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { features, type Message, type ModelReference, type Prediction } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { openFolder, promote } from "@presage/registry";
import { DEFAULTS, openModels, scorerStage } from "@presage/scorer";
import { runFoldStage } from "@presage/stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pushConstant, riskOf } from "./support/constant-model.ts";
import { featureEntry, WINDOW_MS } from "./support/feature-windows.ts";
import { readPredictions } from "./support/log.ts";

const CLASS = "default";
const ASSETS = 50;
const SWAPS = 100;
const LOGITS = { "1.0.0": -2, "2.0.0": 1 } as const;

describe("a scorer whose model is exchanged a hundred times while it works", () => {
  let root: string;
  let windows = 0;
  const latencies: number[] = [];
  const refused: unknown[] = [];
  let made: Message<Prediction>[] = [];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "presage-swap-"));
    const registry = openFolder(join(root, "registry"));
    const references: ModelReference[] = [];
    for (const version of ["1.0.0", "2.0.0"] as const)
      references.push(await pushConstant(registry, join(root, version), { version, logit: LOGITS[version] }));

    let announced: (digest: string) => void = () => {};
    const models = await openModels({
      registry,
      classes: [CLASS],
      fallback: join(root, "1.0.0"),
      backend: "wasm",
      decision: DEFAULTS.decision,
      every: 50,
      onError: (error) => refused.push(error),
      onChange({ model, refused: why }) {
        if (why !== undefined) refused.push(why);
        announced(model.digest);
      },
    });
    const broker = await openEmbedded({ directory: join(root, "log") });
    const stage = scorerStage({
      modelOf: () => models.of(CLASS),
      limitsOf: () => ({}),
      commissioningOf: () => ({ windows: 30 }),
    });
    const membership = await runFoldStage(broker, stage);

    let isLoaded = true;
    const load = (async () => {
      for (; isLoaded; windows++) {
        await broker.append(
          features.topic,
          Array.from({ length: ASSETS }, (_, asset) => featureEntry(asset, windows)),
        );
        await delay(5); // the scorer's turn: this is one process
      }
    })();
    for (let i = 0; i < SWAPS; i++) {
      const [live, next] = [references[i % 2], references[(i + 1) % 2]];
      if (live === undefined || next === undefined) throw new Error("no model");
      const assignment = promote({ champion: live }, next, { by: "test", at: Date.now() });
      if (assignment === null) throw new Error("it is live already");
      const isLive = new Promise<void>((resolve) => {
        announced = (digest) => digest === next.digest && resolve();
      });
      await registry.assign(CLASS, i, assignment);
      const begin = performance.now();
      await isLive;
      latencies.push(performance.now() - begin);
    }
    isLoaded = false;
    await load;
    const group = { name: stage.name, topics: [features.topic] };
    while ([...(await broker.lag(group)).values()].some((lag) => lag > 0)) await delay(50);
    await membership.close();
    const [median, longest] = [0.5, 1].map(
      (share) => latencies.toSorted((a, b) => a - b)[Math.ceil(share * SWAPS) - 1],
    );
    console.log(
      `${windows * ASSETS} windows; promoted to live: median ${median?.toFixed(0)} ms, at most ${longest?.toFixed(0)} ms`,
    );
    made = await readPredictions(broker);
    await models.close();
    await broker.close();
  }, 240_000);

  afterAll(() => rm(root, { recursive: true }));

  it("takes every promotion", () => {
    expect(refused).toEqual([]);
    expect(latencies).toHaveLength(SWAPS);
  });

  it("loses, doubles and reorders no window", () => {
    const byKey = new Map<string, number[]>();
    for (const { key, value } of made) byKey.set(key, [...(byKey.get(key) ?? []), value.start]);
    const expected = Array.from({ length: windows }, (_, n) => n * WINDOW_MS);
    expect(byKey.size).toBe(ASSETS);
    for (const starts of byKey.values()) expect(starts).toEqual(expected);
  });

  it("names with every prediction the model that made it", () => {
    const seen = new Set<string>();
    for (const { value } of made) {
      const version = value.model?.version as keyof typeof LOGITS;
      seen.add(version);
      expect(value.risk).toBeCloseTo(riskOf(LOGITS[version]), 5);
    }
    expect([...seen].toSorted()).toEqual(["1.0.0", "2.0.0"]);
  });
});
