import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { features } from "@presage/contracts";
import { openKafka } from "@presage/kafka";
import { type Server, skipWithout, startKafka, startNats } from "@presage/testbed";
import { describe, expect, it } from "vitest";
import { writeConstant } from "./support/constant-model.ts";
import { featureEntry, WINDOW_MS } from "./support/feature-windows.ts";
import { readPredictions } from "./support/log.ts";
import { startPresage } from "./support/presage.ts";

const MAIN = fileURLToPath(new URL("../../services/cli/dist/main.js", import.meta.url));
const ASSETS = 40;
const SWAPS = 6;

describe.skipIf(skipWithout("kafka", "nats"))("two scorers on Kafka with the models in NATS", () => {
  it("take every promotion, and lose, double and reorder nothing", async () => {
    const root = await mkdtemp(join(tmpdir(), "presage-swap-many-"));
    const [kafka, nats]: Server[] = await Promise.all([startKafka(), startNats()]);
    if (kafka === undefined || nats === undefined) throw new Error("no servers");
    const brokers = [`127.0.0.1:${kafka.port}`] as const;
    const env = {
      PRESAGE_BROKER_KIND: "kafka",
      PRESAGE_BROKER_KAFKA_BROKERS: brokers[0],
      PRESAGE_BROKER_PARTITIONS: "4",
      PRESAGE_NATS_URL: `nats://127.0.0.1:${nats.port}`,
      PRESAGE_MODEL_PATH: join(root, "1.0.0"),
    };
    const presage = async (...args: string[]): Promise<string> =>
      (
        await promisify(execFile)(process.execPath, [MAIN, "model", ...args], {
          cwd: root,
          env: { PATH: process.env["PATH"], ...env },
        })
      ).stdout;
    for (const [version, logit] of [
      ["1.0.0", -2],
      ["2.0.0", -1],
    ] as const) {
      await writeConstant(join(root, version), { version, logit });
      await presage("push", join(root, version));
    }
    const log = openKafka({ brokers, partitions: 4 });
    const scorers = await Promise.all(
      ["a", "b"].map((name) =>
        startPresage({
          args: ["run", "scorer"],
          cwd: root,
          env: { ...env, PRESAGE_DATA_DIR: join(root, name) },
        }),
      ),
    );

    let isLoaded = true;
    let windows = 0;
    const load = (async () => {
      for (; isLoaded; windows++) {
        const entries = Array.from({ length: ASSETS }, (_, asset) => featureEntry(asset, windows));
        await log.append(features.topic, entries);
        await delay(20);
      }
    })();
    const told = (output: string): number => output.split('"message":"live"').length - 1;
    const latencies: number[] = [];
    for (let swap = 1; swap <= SWAPS; swap++) {
      const version = swap % 2 === 1 ? "2.0.0" : "1.0.0";
      const { at } = JSON.parse(await presage("promote", `constant@${version}`, "--force", "--json")) as {
        at: number;
      };
      const lives = () => scorers.map((scorer) => told(scorer.output()));
      await expect.poll(lives, { timeout: 10_000, interval: 20 }).toEqual(scorers.map(() => swap));
      const live = scorers.map((scorer) => timesOf(scorer.output()).at(-1) ?? NaN);
      latencies.push(Math.max(...live) - at);
    }
    isLoaded = false;
    await load;
    console.log(
      `${windows * ASSETS} windows; said to live in both: ${latencies.map(Math.round).join(", ")} ms`,
    );
    const made = async () => (await readPredictions(log)).length;
    await expect.poll(made, { timeout: 60_000, interval: 500 }).toBe(windows * ASSETS);
    const all = await readPredictions(log);
    const expected = Array.from({ length: windows }, (_, n) => n * WINDOW_MS);
    for (const asset of new Set(all.map(({ key }) => key))) {
      const own = all.filter(({ key }) => key === asset);
      expect(own.map(({ value }) => value.start)).toEqual(expected);
      expect(new Set(own.map(({ value }) => value.model?.version))).toEqual(new Set(["1.0.0", "2.0.0"]));
    }
    await Promise.all(scorers.map((scorer) => scorer.stop()));
    await log.close();
    await Promise.all([kafka.stop(), nats.stop()]);
    await rm(root, { recursive: true });
  }, 180_000);
});

/** When models went live, epoch milliseconds, by the lines of a log. */
const timesOf = (output: string): number[] =>
  output
    .split("\n")
    .filter((line) => line.includes('"message":"live"'))
    .map((line) => Date.parse((JSON.parse(line.slice(line.indexOf("{"))) as { time: string }).time));
