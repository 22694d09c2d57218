import { skipWithout, startMosquitto } from "@presage/testbed";
import { describe, expect, it } from "vitest";
import { startEmbeddedBroker } from "./embedded-broker.ts";
import { probeBroker } from "./probe.ts";

const SUBSCRIPTIONS = [
  { filter: "plant/#", qos: 2 },
  { filter: "plant/#", qos: 1, shared: "bridges" },
] as const;

describe("a probe", () => {
  it("tells the version a broker speaks and what it grants: the embedded one 3.1.1, nothing shared", async () => {
    const broker = await startEmbeddedBroker({ host: "127.0.0.1", port: 0 });
    const { url } = broker;
    const { version, subscriptions } = await probeBroker({
      url,
      clientId: "probe",
      subscriptions: SUBSCRIPTIONS,
    });
    expect(version).toBe(4);
    expect(subscriptions).toEqual([{ ...SUBSCRIPTIONS[0], granted: 2 }, SUBSCRIPTIONS[1]]);
    await broker.close();
    await expect(probeBroker({ url, clientId: "probe", subscriptions: [] })).rejects.toMatchObject({
      code: "MQTT_UNREACHABLE",
    });
  });

  it.skipIf(skipWithout("mosquitto"))(
    "tells of Mosquitto that it speaks 5, shares, and grants no more than it is configured to",
    async () => {
      const server = await startMosquitto({ config: ["allow_anonymous true", "max_qos 1"] });
      const url = `mqtt://${server.host}:${server.port}`;
      const { version, subscriptions } = await probeBroker({
        url,
        clientId: "probe",
        subscriptions: SUBSCRIPTIONS,
      });
      expect(version).toBe(5);
      expect(subscriptions.map(({ granted }) => granted)).toEqual([1, 1]);
      await server.stop();
    },
  );
});
