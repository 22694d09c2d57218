import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { features, type FeatureWindow, type Message, type Prediction, predictions } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { readPackage, writePackage } from "@presage/model";
import { openFolder, promote } from "@presage/registry";
import { DEFAULTS, openModels, scorerStage } from "@presage/scorer";
import { type Broker, type Entry, runFoldStage } from "@presage/stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CLASS = "default";
const ASSETS = 50;
const SWAPS = 100;
const WINDOW_MS = 10_000;
const LOGITS = { "1.0.0": -2, "2.0.0": 1 } as const;

/** A package whose risk is the same whatever it is asked: 1/(1 + exp(−logit)). */
async function writeConstant(directory: string, version: keyof typeof LOGITS): Promise<void> {
  const risk = 1 / (1 + Math.exp(-LOGITS[version]));
  const config = { name: "d", units: 1, activation: "sigmoid", use_bias: true, batch_input_shape: [null, 1] };
  await writePackage(directory, {
    manifest: {
      name: "constant",
      version,
      description: "For tests.",
      licence: "Apache-2.0",
      assetClasses: ["any"],
      inputs: [{ feature: "acceleration.rms", transform: "identity", mean: 0, std: 1, fallback: 0 }],
      outputs: { risk: "nothing", horizonHours: 24 },
      calibration: { method: "none" },
      decision: { threshold: 0.99, k: 1, n: 1, clearThreshold: 0.5, clearWindows: 1 },
      training: {},
      metrics: {},
    },
    network: {
      topology: {
        class_name: "Sequential",
        config: { name: "s", layers: [{ class_name: "Dense", config }] },
      },
      specs: [
        { name: "d/kernel", shape: [1, 1], dtype: "float32" },
        { name: "d/bias", shape: [1], dtype: "float32" },
      ],
      weights: Float32Array.of(0, LOGITS[version]).buffer,
    },
    golden: [{ features: {}, risk }],
    card: "# Constant\n",
  });
}

const { value: example } = features.example;
const entryOf = (asset: number, n: number): Entry => {
  const key = `site/area/line/pump${asset}`;
  const [start, end] = [n * WINDOW_MS, (n + 1) * WINDOW_MS];
  const value: FeatureWindow = { ...example, start, end, closedAt: end };
  return { key, time: end, value: features.encode({ key, time: end, value }) };
};

/** All that is in the log of a topic, in the order of each partition. */
async function readAll(broker: Broker): Promise<Message<Prediction>[]> {
  const all: Message<Prediction>[] = [];
  for (let partition = 0; partition < broker.partitions; partition++)
    for (let offset = 0; ;) {
      const entries = await broker.read(predictions.topic, partition, offset);
      all.push(...entries.map(({ key, time, value }) => predictions.decode(key, time, value)));
      const last = entries.at(-1);
      if (last === undefined) break;
      offset = last.offset + 1;
    }
  return all;
}

describe("a scorer whose model is exchanged a hundred times while it works", () => {
  let root: string;
  let windows = 0;
  const latencies: number[] = [];
  const refused: unknown[] = [];
  let made: Message<Prediction>[] = [];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "presage-swap-"));
    const registry = openFolder(join(root, "registry"));
    const references = [];
    for (const version of ["1.0.0", "2.0.0"] as const) {
      await writeConstant(join(root, version), version);
      const { digest, files } = await readPackage(join(root, version));
      const reference = { name: "constant", version, digest };
      references.push(reference);
      await registry.push(files, reference);
    }

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
    const broker = openEmbedded({ directory: join(root, "log") });
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
          Array.from({ length: ASSETS }, (_, asset) => entryOf(asset, windows)),
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
    made = await readAll(broker);
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
      expect(value.risk).toBeCloseTo(1 / (1 + Math.exp(-LOGITS[version])), 5);
    }
    expect([...seen].toSorted()).toEqual(["1.0.0", "2.0.0"]);
  });
});
