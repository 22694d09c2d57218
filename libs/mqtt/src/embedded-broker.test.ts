import { once } from "node:events";
import { connect } from "node:net";
import mqtt, { type MqttClient } from "mqtt";
import { generate } from "mqtt-packet";
import { afterEach, describe, expect, it } from "vitest";
import { type EmbeddedBrokerOptions, startEmbeddedBroker } from "./embedded-broker.ts";
import { Gate, pause, until } from "./proxy.testkit.ts";
import { openSource } from "./source.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function start(options: Partial<EmbeddedBrokerOptions> = {}): Promise<string> {
  const broker = await startEmbeddedBroker({ host: "127.0.0.1", port: 0, ...options });
  cleanups.push(() => broker.close());
  return broker.url;
}
async function client(url: string, options: mqtt.IClientOptions = {}): Promise<MqttClient> {
  const opened = await mqtt.connectAsync(url, options);
  cleanups.push(() => opened.endAsync(true));
  return opened;
}

const nextPayload = (of: MqttClient): Promise<Buffer> =>
  new Promise((resolve) => of.once("message", (_topic, payload) => resolve(payload)));

describe("the embedded broker", () => {
  it("says PORT_IN_USE when something else listens on its port", async () => {
    const port = Number(new URL(await start()).port);
    await expect(startEmbeddedBroker({ host: "127.0.0.1", port })).rejects.toMatchObject({
      code: "PORT_IN_USE",
    });
  });

  it("frees its port when it is closed, with clients connected", async () => {
    const broker = await startEmbeddedBroker({ host: "127.0.0.1", port: 0 });
    const socket = connect(Number(new URL(broker.url).port), "127.0.0.1");
    await once(socket, "connect");
    await broker.close();
    await start({ port: Number(new URL(broker.url).port) });
    socket.destroy();
  });

  it("disconnects a client that announces a packet above the limit, before its bytes have come", async () => {
    const url = await start({ limits: { packetBytes: 1_000 } });
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    const closed = once(socket, "close");
    socket.on("error", () => {});
    socket.write(
      generate({ cmd: "connect", clientId: "big", protocolVersion: 4, protocolId: "MQTT", clean: true }),
    );
    // A PUBLISH of 1,001 bytes: one of type, two of length, 998 more to come.
    socket.write(Buffer.of(0x30, 0xe6, 0x07));
    await closed;
  });

  it("takes a packet of just the limit", async () => {
    const url = await start({ limits: { packetBytes: 1_000 } });
    const sub = await client(url);
    await sub.subscribeAsync("t");
    const arrived = nextPayload(sub);
    // 1,000 bytes: fixed header 3, topic 2 + 1, payload 994.
    await (await client(url)).publishAsync("t", Buffer.alloc(994));
    expect((await arrived).length).toBe(994);
  });

  it("refuses a shared subscription instead of letting it wait for ever", async () => {
    const url = await start();
    const errors: unknown[] = [];
    const source = openSource(
      {
        url,
        clientId: "member",
        subscriptions: [{ filter: "t", qos: 1, shared: "group" }],
        onState: (state) => void (state.status === "disconnected" && errors.push(state.error)),
      },
      () => Promise.resolve(),
    );
    cleanups.push(() => source.close());
    await until("refused", () => errors.length > 0);
    expect(errors).toMatchObject([{ code: "MQTT_REFUSED" }]);
  });

  it("loses no QoS 1 message for a persistent session that reads slowly and breaks off", async () => {
    const url = await start();
    const got = new Set<number>();
    const open = (): ReturnType<typeof openSource> =>
      openSource(
        {
          url,
          clientId: "slow",
          subscriptions: [{ filter: "t", qos: 1 }],
          maxInflightBytes: 256 * 1024,
          receiveMaximum: 50,
        },
        async (messages) => {
          await pause(2);
          for (const { payload } of messages) got.add(payload.readUInt32BE());
        },
      );
    let source = open();
    await until("connected", () => source.state.status === "connected");
    const publisher = await client(url);
    const published = Promise.all(
      Array.from({ length: 2_000 }, (_, i) => {
        const payload = Buffer.alloc(8_192);
        payload.writeUInt32BE(i);
        return publisher.publishAsync("t", payload, { qos: 1 });
      }),
    );
    await until("some", () => got.size > 300);
    await source.close();
    source = open();
    cleanups.push(() => source.close());
    await published;
    await until("all", () => got.size === 2_000, 20_000);
  });

  it("keeps nothing of QoS 2 messages whose handshakes were done, however many were under way", async () => {
    const url = await start();
    let count = 0;
    const subscribe = async (): Promise<MqttClient> => {
      const opened = await client(url, { clientId: "sub", clean: false });
      opened.on("message", () => void count++);
      return opened;
    };
    const first = await subscribe();
    await first.subscribeAsync("t", { qos: 2 });
    const publisher = await client(url);
    await Promise.all(Array.from({ length: 500 }, () => publisher.publishAsync("t", "x", { qos: 2 })));
    await until("all of them", () => count === 500);
    await pause(100);
    await first.endAsync();
    await subscribe();
    await pause(200);
    expect(count).toBe(500);
  });

  it("lets in those who know the password, if it is given one", async () => {
    const url = await start({ credentials: { username: "line-1", password: "secret" } });
    await client(url, { username: "line-1", password: "secret" });
    for (const wrong of [
      {},
      { username: "line-1", password: "Secret" },
      { username: "x", password: "secret" },
    ])
      await expect(mqtt.connectAsync(url, { ...wrong, reconnectPeriod: 0 })).rejects.toMatchObject({
        code: 5,
      });
  });

  it("acknowledges a message that fits an intake's filter only when the intake has it", async () => {
    const gate = new Gate();
    const taken: string[] = [];
    const url = await start({
      intake: {
        filters: ["plant/#"],
        take: async ({ topic }) => {
          await gate.passed;
          taken.push(topic);
        },
      },
    });
    const publisher = await client(url);
    let acknowledged = false;
    const publishing = publisher.publishAsync("plant/m1", "x", { qos: 1 }).then(() => (acknowledged = true));
    await (await client(url)).publishAsync("other", "x", { qos: 1 });
    await pause(50);
    expect(acknowledged).toBe(false);
    gate.open();
    await publishing;
    expect(taken).toEqual(["plant/m1"]);
  });

  it("disconnects the publisher when the intake rejects, so that it sends the message again", async () => {
    let calls = 0;
    const url = await start({
      intake: {
        filters: ["plant/#"],
        take: async () => {
          if (++calls === 1) throw new Error("the log is away");
        },
      },
    });
    const publisher = await client(url, { reconnectPeriod: 20 });
    await publisher.publishAsync("plant/m1", "x", { qos: 1 });
    expect(calls).toBe(2);
  });
});
