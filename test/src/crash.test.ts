import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openEmbedded } from "@presage/embedded";
import { openKafka } from "@presage/kafka";
import type { FeatureWindow, Message } from "@presage/contracts";
import { freePort, type Server, skipWithout, startKafka, startMosquitto } from "@presage/testbed";
import mqtt from "mqtt";
import { describe, expect, it } from "vitest";
import { type Fleet, FEW_WINDOWS, simulateFleet } from "./support/devices.ts";
import { readFeatures, readPredictions, windowIds } from "./support/log.ts";
import { type Presage, startPresage } from "./support/presage.ts";

const expectedIds = (fleet: Fleet): string[] =>
  [...fleet.windows].flatMap(([asset, starts]) => starts.map((start) => `${asset}@${start}`)).toSorted();

/** Without the windows of the last messages, which only a heartbeat closes, if a run takes long enough. */
const closedByMessages = <V extends { readonly start: number }>(
  fleet: Fleet,
  messages: readonly Message<V>[],
): Message<V>[] =>
  messages.filter(({ key, value }) => value.start <= (fleet.windows.get(key)?.at(-1) ?? -Infinity));

/** What a window says of the machine, without what depends on when things arrived. */
const substance = (windows: readonly Message<FeatureWindow>[]) =>
  new Map(
    windows.map(({ key, value }) => [
      `${key}@${value.start}`,
      Object.entries(value.sensors).map(([sensor, s]) => [sensor, s.features, s.quality.blocks]),
    ]),
  );

/**
 * Publishes in order at QoS 1 as a device with a memory would: what is not acknowledged is sent again after a reconnect.
 * On the way it disturbs so many times, at random messages, without waiting for what that does.
 */
async function publishAll(
  url: string,
  fleet: Fleet,
  disturb: () => Promise<void> = async () => {},
  times = 0,
): Promise<void> {
  const device = mqtt.connect(url, { clientId: "device", clean: false, reconnectPeriod: 50 });
  const share = Math.floor(fleet.messages.length / (times + 1));
  const at = new Set(Array.from({ length: times }, (_, i) => Math.floor((i + Math.random()) * share)));
  let disturbances = Promise.resolve();
  for (const [i, { topic, payload }] of fleet.messages.entries()) {
    if (at.has(i)) disturbances = disturbances.then(disturb);
    await device.publishAsync(topic, payload, { qos: 1 });
    if (times > 0) await delay(1);
  }
  await disturbances;
  await device.endAsync();
}

/** Enough that bridge, stages and publisher are likely among them; the torture test does it more often. */
const KILLS = 4;

describe.skipIf(skipWithout("kafka", "mosquitto"))(
  "services on Kafka that are killed at random moments",
  () => {
    it("have the windows of an undisturbed run in the log, and the predictions of one process", async () => {
      const fleet = simulateFleet(6, 20);
      const directory = mkdtempSync(join(tmpdir(), "presage-crash-"));
      const servers: Server[] = [await startKafka(), await startMosquitto()];
      const [kafka, mosquitto] = servers;
      const url = `mqtt://127.0.0.1:${mosquitto?.port}`;
      const brokers = [`127.0.0.1:${kafka?.port}`];
      const env = {
        PRESAGE_BROKER_KIND: "kafka",
        PRESAGE_BROKER_KAFKA_BROKERS: brokers.join(","),
        PRESAGE_BROKER_PARTITIONS: "4",
        PRESAGE_MQTT_URL: url,
        ...FEW_WINDOWS,
      };
      const start = (service: string): Promise<Presage> =>
        startPresage({ args: ["run", service], cwd: directory, env });
      const names = ["bridge", "features", "features", "scorer", "scorer", "grouper", "publisher"];
      const services = await Promise.all(names.map(start));
      let killed = 0;
      const killAndStart = async (): Promise<void> => {
        const victim = Math.floor(Math.random() * names.length);
        await services[victim]?.kill();
        killed++;
        services[victim] = await start(names[victim] ?? "");
      };
      await publishAll(url, fleet, killAndStart, KILLS);
      const log = openKafka({ brokers, partitions: 4 });
      const scored = async () => windowIds(closedByMessages(fleet, await readPredictions(log)));
      await expect.poll(scored, { timeout: 90_000, interval: 1_000 }).toEqual(expectedIds(fleet));
      const windows = closedByMessages(fleet, await readFeatures(log));
      expect(windowIds(windows)).toEqual(expectedIds(fleet));
      const predictions = closedByMessages(fleet, await readPredictions(log));
      await Promise.all(services.map((service) => service.stop()));
      await log.close();
      await Promise.all(servers.map((server) => server.stop()));
      expect(killed).toBe(KILLS);

      // The same input, undisturbed, in one process on the embedded broker.
      const port = await freePort();
      const single = await startPresage({
        args: ["up"],
        cwd: directory,
        env: { PRESAGE_MQTT_PORT: String(port), ...FEW_WINDOWS },
      });
      await publishAll(`mqtt://127.0.0.1:${port}`, fleet);
      await expect
        .poll(() => single.metric('presage_stage_lag_messages{stage="scorer",topic="features"}'), {
          timeout: 20_000,
        })
        .toBe(0);
      await single.stop();
      const embedded = await openEmbedded({ directory: join(directory, ".presage") });
      expect(substance(windows)).toEqual(substance(closedByMessages(fleet, await readFeatures(embedded))));
      const byWindow = new Map(
        (await readPredictions(embedded)).map((m) => [`${m.key}@${m.value.start}`, m.value]),
      );
      for (const { key, value } of predictions) {
        const other = byWindow.get(`${key}@${value.start}`);
        expect(value.risk === null).toBe(other?.risk === null);
        expect(value.risk ?? 0).toBeCloseTo(other?.risk ?? 0, 6);
        expect({ ...value, risk: 0, closedAt: 0, receivedAt: 0 }).toEqual({
          ...other,
          risk: 0,
          closedAt: 0,
          receivedAt: 0,
        });
      }
      await embedded.close();
      rmSync(directory, { recursive: true });
    }, 240_000);
  },
);
