import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { access } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { features } from "@presage/contracts";
import { openKafka } from "@presage/kafka";
import { skipWithout, startKafka } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { featureEntry } from "./support/feature-windows.ts";
import { type Plant, startPlant } from "./support/plant.ts";

const MAIN = fileURLToPath(new URL("../../services/cli/dist/main.js", import.meta.url));

/** Blocks of a machine that stays healthy: one and a half lives of 600 s, every 10 s. */
const BLOCKS = 90;

describe("a plant with a past", () => {
  let plant: Plant;
  const presage = async (...args: readonly string[]): Promise<string> =>
    (await promisify(execFile)(process.execPath, [MAIN, ...args], { cwd: plant.directory })).stdout;
  const rowsOf = async (what: string, ...more: readonly string[]): Promise<number> =>
    (JSON.parse(await presage("export", "--what", what, ...more, "--json")) as { rows: number }).rows;

  beforeAll(async () => {
    plant = await startPlant();
    const sizes = ["--machines", "4", "--wearing", "2", "--every", "10", "--life", "600"];
    await presage("simulate", "--history", ...sizes, "--url", plant.url);
  }, 60_000);
  afterAll(() => plant?.close());

  it("is exported while Presage runs: a row per sensor and window, a row per window, and what failed", async () => {
    // Two sensors of two machines that ran through, of which the last window is still open, and two that failed before.
    await expect.poll(() => rowsOf("features"), { timeout: 20_000 }).toBeGreaterThan(2 * 2 * (BLOCKS - 2));
    const rows = await rowsOf("features");
    expect(rows).toBeLessThanOrEqual(2 * 4 * (BLOCKS + 1));
    expect(await rowsOf("labels")).toBe(2);
    expect(Math.abs((await rowsOf("predictions")) - rows / 2)).toBeLessThan(8);
    for (const what of ["features", "predictions", "labels"])
      await access(join(plant.directory, `${what}.parquet`));
  }, 60_000);

  it("is exported by time and asset", async () => {
    expect(await rowsOf("features", "--from", new Date(Date.now() + 3_600_000).toISOString())).toBe(0);
    expect(await presage("export", "--what", "labels", "--to", "-365d")).toMatch(
      /^0 rows .* none of that time/,
    );
    const all = await rowsOf("predictions");
    const one = await rowsOf("predictions", "--asset", "pump4");
    expect(one).toBeGreaterThan(0);
    expect(one).toBeLessThan(all);
  });

  it("is not exported where nothing can be written, and says so", async () => {
    await expect(presage("export", "--what", "labels", "--out", "no/such/folder/x")).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^FILE_UNWRITABLE: /),
    });
  });
});

describe.skipIf(skipWithout("kafka"))("a log on Kafka", () => {
  it("is exported as well", async () => {
    const kafka = await startKafka();
    const directory = mkdtempSync(join(tmpdir(), "presage-export-"));
    const brokers = `127.0.0.1:${kafka.port}`;
    const log = openKafka({ brokers: [brokers], partitions: 4 });
    const entries = Array.from({ length: 3_000 }, (_, i) => featureEntry(i % 30, Math.floor(i / 30)));
    await log.append(features.topic, entries);
    await log.close();
    const env = {
      PATH: process.env["PATH"],
      PRESAGE_BROKER_KIND: "kafka",
      PRESAGE_BROKER_PARTITIONS: "4",
      PRESAGE_BROKER_KAFKA_BROKERS: brokers,
      PRESAGE_MQTT_URL: "mqtt://127.0.0.1:1",
    };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [MAIN, "export", "--what", "features", "--json"],
      { cwd: directory, env },
    );
    expect(JSON.parse(stdout)).toMatchObject({ what: "features", rows: 3_000 });
    await kafka.stop();
    rmSync(directory, { recursive: true });
  }, 60_000);
});
