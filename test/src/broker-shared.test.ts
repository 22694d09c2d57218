import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openKafka } from "@presage/kafka";
import { type Server, skipWithout, startHiveMq, startKafka, startMosquitto } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countsIn, startDevices } from "./support/fleet.ts";
import { type Presage, startPresage } from "./support/presage.ts";

const SETTINGS = `
sources:
  - { template: 'plant/{site}/{area}/{line}/{asset}/{sensor}', qos: 1, shared: bridges }
mes: { shared: bridges }
`;
const APPENDED = "presage_bridge_appended_messages_total";

describe.skipIf(skipWithout("kafka"))("two bridges with a shared subscription", () => {
  let kafka: Server;
  let directory: string;
  beforeAll(async () => {
    kafka = await startKafka();
    directory = mkdtempSync(join(tmpdir(), "presage-shared-"));
    writeFileSync(join(directory, "presage.yaml"), SETTINGS);
  });
  afterAll(async () => {
    await kafka?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const STARTS = { mosquitto: startMosquitto, hivemq: startHiveMq };
  it.each(Object.entries(STARTS))(
    "on %s, one of which is killed under load and comes back later, bring every acknowledged message",
    async (name, start) => {
      if (skipWithout(name as keyof typeof STARTS)) return;
      const broker = await start();
      const brokers = [`127.0.0.1:${kafka.port}`];
      const prefix = `${name}.`;
      const bridge = (clientId: string): Promise<Presage> =>
        startPresage({
          args: ["run", "bridge"],
          cwd: directory,
          env: {
            PRESAGE_BROKER_KIND: "kafka",
            PRESAGE_BROKER_KAFKA_BROKERS: brokers.join(","),
            PRESAGE_BROKER_KAFKA_PREFIX: prefix,
            PRESAGE_BROKER_PARTITIONS: "2",
            PRESAGE_MQTT_URL: `mqtt://127.0.0.1:${broker.port}`,
            PRESAGE_MQTT_CLIENT_ID: clientId,
          },
        });
      const bridges = [
        { id: "one", process: await bridge("one") },
        { id: "two", process: await bridge("two") },
      ];
      const log = openKafka({ brokers, partitions: 2, prefix });
      const devices = await startDevices(
        { host: "127.0.0.1", port: broker.port },
        { versions: [4, 5], qos: [1, 2] },
      );
      const missing = async (): Promise<number> => {
        const counts = await countsIn(log);
        return devices.ledgers.flatMap((l) => [...l.acknowledged].filter((n) => !counts.has(n))).length;
      };
      const stopFlow = devices.flow();
      const appended = () => Promise.all(bridges.map(({ process: p }) => p.metric(APPENDED)));
      await expect
        .poll(async () => Math.max(...(await appended()).map(Number)), { timeout: 15_000 })
        .toBeGreaterThan(50);
      // HiveMQ prefers one of them as long as it keeps up: that one dies.
      const [first = 0, second = 0] = await appended();
      const [victim, heir] = first >= second ? bridges : bridges.toReversed();
      if (victim === undefined || heir === undefined) throw new Error("there are two");
      await victim.process.kill();
      const before = (await heir.process.metric(APPENDED)) ?? 0;
      await expect
        .poll(() => heir.process.metric(APPENDED), { timeout: 15_000 })
        .toBeGreaterThan(before + 50);
      await stopFlow();
      await delay(1_000);
      const waiting = await missing();
      const again = await bridge(victim.id);
      await expect.poll(missing, { timeout: 30_000 }).toBe(0);
      process.stdout.write(`${name}: ${waiting} messages waited for the bridge that was killed\n`);
      devices.close();
      await Promise.all([again.stop(), heir.process.stop()]);
      await log.close();
      await broker.stop();
    },
    90_000,
  );
});
