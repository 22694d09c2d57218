import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { features } from "@presage/contracts";
import { openKafka } from "@presage/kafka";
import type { Units } from "@presage/scale";
import { startKafka } from "@presage/testbed";
import { featuresAt, pathOf, write } from "../support/plant-log.ts";
import { startPresage } from "../support/presage.ts";
import { simulate } from "./simulation.ts";

const PARTITIONS = 8;
const ASSETS = 400;
/** Windows a second. */
const RATE = 400;
const TICK_MS = 250;
const BEFORE = 15;
const LONGEST = 90;
/** Lag that is what is just under way, windows. */
const CAUGHT_UP = RATE / 2;

/** What became of the lag after one of two processes died. */
export interface Course {
  /** Seconds until it was gone. */
  readonly recovery: number;
  /** The most there was, windows. */
  readonly most: number;
}

function courseOf(points: readonly { readonly time: number; readonly lag: number }[]): Course {
  const after = points.filter(({ time }) => time >= 0);
  const most = Math.max(...after.map(({ lag }) => lag));
  const peak = after.findIndex(({ lag }) => lag === most);
  return { recovery: after.slice(peak).find(({ lag }) => lag <= CAUGHT_UP)?.time ?? Infinity, most };
}

/** Two scorers on real Kafka, of which one is killed while windows come in. */
export async function measured(): Promise<Course> {
  const kafka = await startKafka();
  const brokers = `127.0.0.1:${kafka.port}`;
  const log = openKafka({ brokers: [brokers], partitions: PARTITIONS });
  const directory = mkdtempSync(join(tmpdir(), "presage-validate-"));
  const env = {
    PRESAGE_BROKER_KIND: "kafka",
    PRESAGE_BROKER_PARTITIONS: String(PARTITIONS),
    PRESAGE_BROKER_KAFKA_BROKERS: brokers,
    PRESAGE_DATA_DIR: directory,
  };
  const scorers = await Promise.all(
    [1, 2].map(() => startPresage({ args: ["run", "scorer"], cwd: directory, env })),
  );
  let [feeding, sent, killedAt] = [true, 0, Infinity];
  const begin = performance.now();
  const feed = async (): Promise<void> => {
    while (feeding) {
      const due = Math.floor(((performance.now() - begin) / 1e3) * RATE) - sent;
      const messages = Array.from({ length: due }, (_, i) => {
        const n = sent + i;
        return featuresAt(pathOf(n % ASSETS), Math.floor(n / ASSETS) * 10_000);
      });
      sent += due;
      await write(log, features, messages);
      await delay(TICK_MS);
    }
  };
  const fed = feed();
  const group = { name: "scorer", topics: [features.topic] };
  const points: { time: number; lag: number }[] = [];
  for (let quietSince = 0, now = 0; now < LONGEST; now = (performance.now() - begin) / 1e3) {
    if (killedAt === Infinity && now >= BEFORE) {
      await scorers[0]?.kill();
      killedAt = now;
    }
    const lag = (await log.lag(group)).get(features.topic) ?? 0;
    points.push({ time: now - killedAt, lag });
    if (lag > CAUGHT_UP) quietSince = now;
    if (now - killedAt > 20 && now - quietSince > 5) break;
    await delay(200);
  }
  feeding = false;
  await fed;
  for (const scorer of scorers) await scorer.kill();
  await log.close();
  await kafka.stop();
  rmSync(directory, { recursive: true, force: true });
  return courseOf(points);
}

/** The same, simulated. */
export function simulated(units: Units, seed: number): Course {
  const { kafka: k } = units;
  const each = (units.scorer.windowMicros + k.consumeMicros.client + 2 * k.produceMicros.client) * 1e-6;
  const points = simulate(
    {
      partitions: PARTITIONS,
      assets: ASSETS,
      groups: [{ name: `scorer${seed}`, instances: 2, each, restore: 0.05, page: 3_000 }],
      rate: () => RATE,
      transaction: { wait: k.transactionMillis / 1e3, processor: k.transactionMicros.client * 1e-6 },
      commitInterval: 0.1,
    },
    BEFORE + 60,
    { seed, changes: [{ at: BEFORE, group: 0, what: "die" }] },
  );
  return courseOf(points.map(({ time, groups }) => ({ time: time - BEFORE, lag: groups[0]?.lag ?? 0 })));
}
