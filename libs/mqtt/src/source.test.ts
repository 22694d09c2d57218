import { describe, expect, it } from "vitest";
import { startEmbeddedBroker } from "./embedded-broker.ts";
import { hasMosquitto, startMosquitto } from "./mosquitto.testkit.ts";
import { until } from "./proxy.testkit.ts";
import { openSource } from "./source.ts";
import { testSource } from "./source.testsuite.ts";
import type { MqttState } from "./state.ts";

testSource("the embedded broker", {
  start: () => startEmbeddedBroker({ host: "127.0.0.1", port: 0 }),
  version: 4,
  shared: false,
});

describe.skipIf(!hasMosquitto())("with Mosquitto installed", () => {
  testSource("Mosquitto", { start: startMosquitto, version: 5, shared: true });

  it("reports MQTT_REFUSED for credentials that Mosquitto does not accept, and tries again slowly", async () => {
    const broker = await startMosquitto(["allow_anonymous false"]);
    for (const version of [4, 5] as const) {
      const states: MqttState[] = [];
      const source = openSource(
        {
          url: broker.url,
          clientId: "stranger",
          username: "stranger",
          password: "guess",
          version,
          subscriptions: [{ filter: "#", qos: 1 }],
          retry: { firstMs: 10, refusedMs: 60_000 },
          onState: (state) => void states.push(state),
        },
        () => Promise.resolve(),
      );
      await until("refused", () => source.state.status === "disconnected");
      await source.close();
      expect(states).toEqual([
        { status: "connecting" },
        {
          status: "disconnected",
          error: expect.objectContaining({
            code: "MQTT_REFUSED",
            message: expect.stringMatching(/refuses the connection: (not authorised|bad user)/),
          }),
          retryMs: expect.any(Number),
        },
        { status: "closed" },
      ]);
      const [, refused] = states;
      if (refused?.status === "disconnected") expect(refused.retryMs).toBeGreaterThanOrEqual(30_000);
    }
    await broker.close();
  });
});
