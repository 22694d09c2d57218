import { type Server, skipWithout, startHiveMq, startMosquitto } from "@presage/testbed";
import { describe, expect, it } from "vitest";
import { startEmbeddedBroker } from "./embedded-broker.ts";
import { until } from "./proxy.testkit.ts";
import { openSink } from "./sink.ts";
import { openSource } from "./source.ts";
import { testSource } from "./source.testsuite.ts";
import type { MqttState } from "./state.ts";
import { type BrokerUnderTest, idOf, range } from "./workbench.testkit.ts";

const urlOf = ({ host, port }: Server): string => `mqtt://${host}:${port}`;
async function asBroker(starting: Promise<Server>): Promise<BrokerUnderTest> {
  const server = await starting;
  return { url: urlOf(server), close: () => server.stop() };
}

testSource("the embedded broker", {
  start: () => startEmbeddedBroker({ host: "127.0.0.1", port: 0 }),
  version: 4,
  shared: "no",
});

describe.skipIf(skipWithout("hivemq"))("with HiveMQ", () => {
  testSource("HiveMQ", { start: () => asBroker(startHiveMq()), version: 5, shared: "somehow" });
});

describe.skipIf(skipWithout("mosquitto"))("with Mosquitto", () => {
  testSource("Mosquitto", { start: () => asBroker(startMosquitto()), version: 5, shared: "in turn" });

  it("reports MQTT_REFUSED for credentials that the broker does not accept, and tries again slowly", async () => {
    const broker = await startMosquitto({ config: ["allow_anonymous false"] });
    for (const version of [4, 5] as const) {
      const states: MqttState[] = [];
      const source = openSource(
        {
          url: urlOf(broker),
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
    await broker.stop();
  });

  it("goes on where it was when the broker was killed and comes back", async () => {
    const broker = await startMosquitto();
    const url = urlOf(broker);
    const got: number[] = [];
    const source = openSource(
      {
        url,
        clientId: "survivor",
        subscriptions: [{ filter: "numbers", qos: 1 }],
        retry: { firstMs: 20, maxMs: 200 },
      },
      async (messages) => void got.push(...messages.map(idOf)),
    );
    const sink = openSink({ url, clientId: "publisher", retry: { firstMs: 20, maxMs: 200 } });
    const publish = (id: number): Promise<void> =>
      sink.publish({ topic: "numbers", payload: String(id), qos: 1, retain: false });
    await until("connected", () => source.state.status === "connected");
    await Promise.all(range(10).map(publish));
    await until("the first ten", () => got.length === 10);
    await broker.kill();
    const waiting = range(10).map((i) => publish(10 + i));
    await broker.restart();
    await Promise.all(waiting);
    await until("the rest", () => new Set(got).size === 20);
    expect(got.filter((id) => id >= 10)).toEqual(range(20).slice(10));
    await sink.close();
    await source.close();
    await broker.stop();
  });

  it.each([4, 5] as const)(
    "hears on in a shared subscription, which the broker has forgotten after a restart (MQTT version %s)",
    async (version) => {
      const broker = await startMosquitto();
      const url = urlOf(broker);
      const got: number[] = [];
      const source = openSource(
        {
          url,
          clientId: "sharer",
          version,
          subscriptions: [{ filter: "numbers", qos: 1, shared: "all" }],
          retry: { firstMs: 20, maxMs: 200 },
        },
        async (messages) => void got.push(...messages.map(idOf)),
      );
      await until("connected", () => source.state.status === "connected");
      await broker.kill();
      await until("away", () => source.state.status !== "connected");
      await broker.restart();
      await until("back", () => source.state.status === "connected");
      expect(source.state).toMatchObject({ sessionPresent: true });
      const sink = openSink({ url, clientId: "publisher" });
      await sink.publish({ topic: "numbers", payload: "7", qos: 1, retain: false });
      await until("the message", () => got.includes(7));
      await sink.close();
      await source.close();
      await broker.stop();
    },
  );
});
