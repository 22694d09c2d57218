import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { features } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { startScorer } from "@presage/scorer";
import { createHealth, createLogger, createMetrics, loadConfig } from "@presage/service";
import { freePort } from "@presage/testbed";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeConstant } from "./support/constant-model.ts";
import { featureEntry } from "./support/feature-windows.ts";
import { readPredictions } from "./support/log.ts";

let root: string;
let lines: string[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "presage-start-"));
  lines = [];
  await writeConstant(join(root, "shipped"), { version: "1.0.0", logit: -2 });
  await writeConstant(join(root, "own"), { version: "2.0.0", logit: -1 });
});
afterEach(() => rm(root, { recursive: true }));

/** Starts a scorer with these settings and gives the model of its first prediction. */
async function firstModel(env: Readonly<Record<string, string>>) {
  const broker = await openEmbedded({ directory: root });
  const config = loadConfig({ env: { PRESAGE_DATA_DIR: root, ...env } });
  const log = createLogger({ level: "info", format: "json" }, "test", (line) => lines.push(line));
  const context = { config, log, metrics: createMetrics(), health: createHealth() };
  try {
    const scorer = await startScorer(context, broker, join(root, "shipped"));
    await broker.append(features.topic, [featureEntry(0, 0)]);
    await expect.poll(() => readPredictions(broker)).toHaveLength(1);
    await scorer.close();
    return (await readPredictions(broker))[0]?.value.model?.version;
  } finally {
    await broker.close();
  }
}

it("a scorer starts with the configured model", async () => {
  expect(await firstModel({ PRESAGE_MODEL_PATH: join(root, "own") })).toBe("2.0.0");
});

it("a scorer whose configured model is broken scores with the shipped one, and says so", async () => {
  await appendFile(join(root, "own", "weights.bin"), "x");
  expect(await firstModel({ PRESAGE_MODEL_PATH: join(root, "own") })).toBe("1.0.0");
  expect(lines.join("")).toMatch(/MODEL_FILE_WRONG.*the configured model is refused/);
});

it("a scorer whose model registry is away scores all the same, and says so", async () => {
  expect(await firstModel({ PRESAGE_NATS_URL: `nats://127.0.0.1:${await freePort()}` })).toBe("1.0.0");
  expect(lines.join("")).toMatch(/REGISTRY_UNREACHABLE.*the model registry cannot be read/);
});

it("a scorer whose configured model is not there does not start: that is a mistake in the configuration", async () => {
  await expect(firstModel({ PRESAGE_MODEL_PATH: join(root, "nowhere") })).rejects.toMatchObject({
    code: expect.stringMatching(/^(FILE_UNREADABLE|CONFIG_INVALID)$/),
  });
});
