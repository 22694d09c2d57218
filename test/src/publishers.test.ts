import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Failure, failures } from "@presage/contracts";
import { openKafka } from "@presage/kafka";
import { skipWithout, startKafka, startMosquitto } from "@presage/testbed";
import { describe, expect, it } from "vitest";
import { connectMes } from "./support/mes.ts";
import { startPresage } from "./support/presage.ts";

const ASSETS = Array.from({ length: 8 }, (_, i) => `site1/press/line2/motor${i}`);
const PARTITIONS = 4;

describe.skipIf(skipWithout("kafka", "mosquitto"))(
  "two publishers on one log, of which one is killed",
  () => {
    it("tell the MES every revision, first in order, and leave the current state retained", async () => {
      const cwd = mkdtempSync(join(tmpdir(), "presage-publishers-"));
      const [kafka, mosquitto] = [await startKafka(), await startMosquitto()];
      const url = `mqtt://127.0.0.1:${mosquitto.port}`;
      const brokers = [`127.0.0.1:${kafka.port}`];
      const env = {
        PRESAGE_BROKER_KIND: "kafka",
        PRESAGE_BROKER_KAFKA_BROKERS: brokers.join(","),
        PRESAGE_BROKER_PARTITIONS: String(PARTITIONS),
        PRESAGE_MQTT_URL: url,
      };
      const start = () => startPresage({ args: ["run", "publisher"], cwd, env });
      const [killed, other] = await Promise.all([start(), start()]);
      const mes = await connectMes(url);
      const log = openKafka({ brokers, partitions: PARTITIONS });
      const say = async (revision: number): Promise<void> => {
        const entries = ASSETS.map((key) => {
          const state: Failure["state"] = revision === 1 ? "opened" : "updated";
          const value: Failure = { ...failures.example.value, id: `${key}@1`, revision, state };
          return { key, time: value.updatedAt + revision, value: failures.encode({ key, time: 0, value }) };
        });
        await log.append(failures.topic, entries);
      };

      for (let revision = 1; revision <= 3; revision++) await say(revision);
      // Both have partitions of their own.
      for (const each of [killed, other])
        await expect
          .poll(() => each.metric("presage_publisher_published_failures_total"), { timeout: 30_000 })
          .toBeGreaterThan(0);
      const saying = say(4);
      await killed.kill();
      await saying;
      await say(5);

      /** By asset, the revisions that were heard, without those that came again. */
      const heard = (): Record<string, number[]> => {
        const revisions = new Map<string, Set<number>>(ASSETS.map((asset) => [asset, new Set()]));
        for (const { subject, data } of mes.events()) revisions.get(subject ?? "")?.add(data.revision);
        return Object.fromEntries([...revisions].map(([asset, of]) => [asset, [...of]]));
      };
      const all = Object.fromEntries(ASSETS.map((asset) => [asset, [1, 2, 3, 4, 5]]));
      await expect.poll(heard, { timeout: 60_000 }).toEqual(all);
      const late = await connectMes(url);
      const retained = () =>
        late.received
          .filter(({ topic, retain }) => retain && topic.endsWith("/predicted-failure"))
          .map(({ payload }) => (JSON.parse(payload) as { data: Failure }).data.revision);
      await expect.poll(retained).toEqual(ASSETS.map(() => 5));
      await Promise.all([mes.close(), late.close(), other.stop(), log.close()]);
      await Promise.all([kafka.stop(), mosquitto.stop()]);
      rmSync(cwd, { recursive: true });
    }, 150_000);
  },
);
