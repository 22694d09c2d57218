import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { samples } from "@presage/contracts";
import { openKafka } from "@presage/kafka";
import type { Broker } from "@presage/stream";
import { type Server, skipWithout, startKafka, startMosquitto } from "@presage/testbed";
import mqtt from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Presage, startPresage } from "./support/presage.ts";

/** Which of the numbered messages are in the log. */
async function numbersIn(log: Broker): Promise<Set<number>> {
  const numbers = new Set<number>();
  for (let partition = 0; partition < log.partitions; partition++)
    for (let from = 0; ;) {
      const page = await log.read(samples.topic, partition, from);
      const last = page.at(-1);
      if (last === undefined) break;
      from = last.offset + 1;
      for (const entry of page.filter((e) => e.value.byteLength > 0))
        numbers.add(samples.decode(entry.key, entry.time, entry.value).value.values[0] ?? NaN);
    }
  return numbers;
}

const upTo = (count: number): Set<number> => new Set(Array.from({ length: count }, (_, i) => i));

describe.skipIf(skipWithout("kafka"))("the bridge to Kafka", () => {
  let kafka: Server;
  let directory: string;
  beforeAll(async () => {
    kafka = await startKafka();
    directory = mkdtempSync(join(tmpdir(), "presage-bridge-"));
  });
  afterAll(async () => {
    await kafka?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const startBridge = (mqttServer: Server, prefix: string): Promise<Presage> =>
    startPresage({
      args: ["run", "bridge"],
      cwd: directory,
      env: {
        PRESAGE_BROKER_KIND: "kafka",
        PRESAGE_BROKER_KAFKA_BROKERS: `127.0.0.1:${kafka.port}`,
        PRESAGE_BROKER_KAFKA_PREFIX: prefix,
        PRESAGE_BROKER_PARTITIONS: "2",
        PRESAGE_MQTT_URL: `mqtt://127.0.0.1:${mqttServer.port}`,
      },
    });

  it.skipIf(skipWithout("mosquitto"))(
    "acknowledges nothing while Kafka is away, says so, and goes on by itself when it is back",
    async () => {
      const server = await startMosquitto();
      const prefix = "outage.";
      const running = await startBridge(server, prefix);
      const device = await mqtt.connectAsync(`mqtt://127.0.0.1:${server.port}`, { clientId: "device" });
      const publish = (number: number): Promise<unknown> =>
        device.publishAsync("plant/s/a/l/m/count", JSON.stringify({ v: number }), { qos: 1 });
      for (let i = 0; i < 10; i++) await publish(i);
      await expect
        .poll(() => running.metric("presage_bridge_appended_messages_total"), { timeout: 15_000 })
        .toBe(10);
      await kafka.kill();
      for (let i = 10; i < 40; i++) await publish(i);
      await expect
        .poll(() => running.ready(), { timeout: 30_000 })
        .toMatchObject({ ready: false, failing: { "bridge.log": expect.any(String) as string } });
      expect(await running.metric("presage_bridge_appended_messages_total")).toBe(10);
      await kafka.restart();
      const log = openKafka({ brokers: [`127.0.0.1:${kafka.port}`], partitions: 2, prefix });
      await expect.poll(() => numbersIn(log).catch(() => new Set()), { timeout: 60_000 }).toEqual(upTo(40));
      await expect.poll(() => running.ready(), { timeout: 20_000 }).toEqual({ ready: true, failing: {} });
      await delay(100);
      await log.close();
      await device.endAsync();
      await running.stop();
      await server.stop();
    },
    180_000,
  );
});
