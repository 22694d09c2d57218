import { setTimeout as delay } from "node:timers/promises";
import { skipWithout } from "@presage/testbed";
import mqtt from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDevices } from "./support/fleet.ts";
import { neededFor, PLANT_BROKERS, type PlantBroker, startPlantBroker } from "./support/plant-broker.ts";

/** Messages that come in one turn of Mosquitto's loop, of one device: it saves at the end of each. */
const ONE_TURN = 20;

describe.each(PLANT_BROKERS)(
  "%s with its ready-made configuration, killed while the bridge is away",
  (name) => {
    const skipped = skipWithout(...neededFor(name));
    let broker: PlantBroker;
    beforeAll(async () => {
      if (!skipped) broker = await startPlantBroker(name);
    });
    afterAll(() => broker?.stop());

    it.skipIf(skipped)(
      name === "mosquitto"
        ? "has lost at most what it acknowledged last"
        : "has lost nothing that it acknowledged to a device",
      async () => {
        const session = { ...broker.client("presage-bridge"), clientId: "presage-bridge", clean: false };
        const away = await mqtt.connectAsync(session);
        await away.subscribeAsync("plant/#", { qos: 1 });
        await away.endAsync();

        const devices = await startDevices(broker.client("press-7"), { versions: [4], qos: [1] });
        const [ledger] = devices.ledgers;
        const stopFlow = devices.flow();
        await expect.poll(() => ledger?.acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(1_100);
        await broker.server.kill();
        const acknowledged = [...(ledger?.acknowledged ?? [])];
        // What is under way stays so: nobody sends it again.
        void stopFlow();
        devices.close();
        await broker.server.restart();

        const kept = new Set<number>();
        const back = mqtt.connect({ ...session, reconnectPeriod: 100 });
        back.on("message", (_, payload) => {
          kept.add((JSON.parse(payload.toString()) as { v: number }).v);
        });
        const lost = (): number[] => acknowledged.filter((n) => !kept.has(n));
        const few = name === "mosquitto" ? ONE_TURN : 0;
        await expect.poll(() => lost().length, { timeout: 40_000 }).toBeLessThanOrEqual(few);
        if (few > 0) await delay(500);
        process.stdout.write(`${name}: ${acknowledged.length} acknowledged, ${lost().length} lost\n`);
        // Those it acknowledged last, none in between.
        expect(lost()).toEqual(acknowledged.slice(acknowledged.length - lost().length));
        await back.endAsync(true);
      },
      90_000,
    );
  },
);
