import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import mqtt from "mqtt";
import { describe, expect, it } from "vitest";
import { until } from "../proxy.testkit.ts";
import { Attempts, pauseAfter } from "./attempts.ts";
import { addressOf } from "./crowd.ts";
import { settle, topicsOf, useEmbedded } from "./embedded.testkit.ts";
import { Allowance } from "./throttle.ts";

describe("limits of the embedded broker", () => {
  const { start, connect, onEnd } = useEmbedded();

  it.each([0, 1, 2] as const)(
    "hold back who publishes QoS %i faster than it may, and lose nothing",
    async (qos) => {
      const { url, held } = await start({ limits: { messageRate: 200, byteRate: 1e9 } });
      const observer = await connect(url);
      const seen = topicsOf(observer);
      await observer.subscribeAsync("n/#", { qos });
      const publisher = await connect(url, { keepalive: 1 });
      // A packet each: 500 in one write would be one chunk.
      await Promise.all(
        Array.from({ length: 500 }, (_, i) => publisher.publishAsync(`n/${i}`, "x", { qos })),
      );
      await until("all of them", () => seen.length === 500, 20_000);
      expect(new Set(seen).size).toBe(500);
      expect(Math.max(...held)).toBeGreaterThan(0);
    },
  );

  it("hold back who sends more bytes than it may, not the others", async () => {
    const { url, held } = await start({ limits: { byteRate: 200_000 } });
    const greedy = await connect(url);
    const flood = Promise.all(
      Array.from({ length: 20 }, () => greedy.publishAsync("big", Buffer.alloc(30_000), { qos: 1 })),
    );
    let done = false;
    void flood.then(() => (done = true));
    const other = await connect(url);
    for (let i = 0; i < 10; i++) await other.publishAsync("small", "x", { qos: 1 });
    expect(done).toBe(false);
    await flood;
    expect(held.length).toBeGreaterThan(0);
  });

  it("do not slow Presage itself down", async () => {
    const credentials = { username: "presage", password: "x" };
    const { url, held } = await start({ credentials, limits: { messageRate: 1, byteRate: 1_000 } });
    const own = await connect(url, credentials);
    await Promise.all(Array.from({ length: 200 }, () => own.publishAsync("t", "x".repeat(100), { qos: 1 })));
    expect(held).toEqual([]);
  });

  it("let in so many connections, and more when some have gone", async () => {
    const { url, refused } = await start({ limits: { connections: 0 } });
    // From this machine 16 more than others get.
    const clients = await Promise.all(Array.from({ length: 16 }, () => connect(url)));
    await expect(connect(url)).rejects.toThrow();
    expect(refused).toMatchObject([{ reason: "connections", address: "127.0.0.1" }]);
    await clients[0]?.endAsync();
    await settle();
    await connect(url);
  });

  it("end a connection on which no CONNECT comes", async () => {
    const { url, refused } = await start({ limits: { connectMs: 50 } });
    const socket = connectTcp(Number(new URL(url).port), "127.0.0.1");
    onEnd(() => socket.destroy());
    await once(socket, "close");
    expect(refused).toMatchObject([{ reason: "silent" }]);
    const client = await connect(url);
    await settle();
    expect(client.connected).toBe(true);
  });

  it("refuse one subscription too many, also of those that come in one packet", async () => {
    const { url } = await start({ limits: { subscriptionsPerClient: 3 } });
    const client = await connect(url);
    await expect(client.subscribeAsync(["a", "b", "c", "d"])).rejects.toThrow();
    const seen = topicsOf(client);
    await client.unsubscribeAsync("a");
    await client.subscribeAsync("e");
    for (const topic of ["b", "c", "d", "e"]) await client.publishAsync(topic, "x", { qos: 1 });
    await until("what is subscribed", () => seen.length >= 3);
    await settle();
    expect(seen).toEqual(["b", "c", "e"]);
  });

  it("keep so many messages for a session that is away, and count the others", async () => {
    const { url, dropped } = await start({ limits: { queuedMessages: 10 } });
    const session = { clientId: "away", clean: false };
    const away = await connect(url, session);
    await away.subscribeAsync("n/#", { qos: 1 });
    await away.endAsync();
    const publisher = await connect(url);
    for (let i = 0; i < 15; i++) await publisher.publishAsync(`n/${i}`, "x", { qos: 1 });
    expect(dropped).toEqual(Array(5).fill("queued"));
    const again = mqtt.connect(url, session);
    onEnd(() => again.endAsync(true));
    const seen = topicsOf(again);
    await until("what was kept", () => seen.length >= 10);
    expect(seen).toEqual(Array.from({ length: 10 }, (_, i) => `n/${i}`));
  });

  it("keep no more bytes for a session than its share", async () => {
    const { url, dropped } = await start({ limits: { queuedBytes: 40_000 } });
    const session = { clientId: "away", clean: false };
    const away = await connect(url, session);
    await away.subscribeAsync("n/#", { qos: 1 });
    await away.endAsync();
    const publisher = await connect(url);
    for (let i = 0; i < 4; i++) await publisher.publishAsync(`n/${i}`, Buffer.alloc(4_000), { qos: 1 });
    expect(dropped).toEqual(["queued", "queued"]);
  });

  it("deliver to a full session that is there, if without keeping it", async () => {
    const { url } = await start({ limits: { queuedMessages: 0 } });
    const client = await connect(url, { clientId: "there", clean: false });
    const seen = topicsOf(client);
    await client.subscribeAsync("n", { qos: 2 });
    for (const qos of [1, 2] as const) await client.publishAsync("n", "x", { qos });
    await until("both", () => seen.length === 2);
    expect(client.connected).toBe(true);
  });

  it("retain so much, and always what takes the place of what was retained", async () => {
    const { url, dropped } = await start({ limits: { retainedMessages: 2 } });
    const publisher = await connect(url);
    for (const topic of ["r/1", "r/2", "r/3"])
      await publisher.publishAsync(topic, "old", { qos: 1, retain: true });
    await publisher.publishAsync("r/1", "new", { qos: 1, retain: true });
    expect(dropped).toEqual(["retained"]);
    await publisher.publishAsync("r/2", "", { qos: 1, retain: true });
    await publisher.publishAsync("r/4", "new", { qos: 1, retain: true });
    const late = await connect(url);
    const seen = topicsOf(late);
    await late.subscribeAsync("r/#");
    await until("both", () => seen.length === 2);
    expect(seen.toSorted()).toEqual(["r/1", "r/4"]);
    expect(dropped).toHaveLength(1);
  });
});

describe("who guesses passwords", () => {
  it("waits longer each time, up to five seconds", () => {
    expect([1, 2, 3, 4, 5, 8, 100].map(pauseAfter)).toEqual([0, 0, 250, 500, 1_000, 5_000, 5_000]);
  });

  it("is looked at in turn, and not at all if it would wait too long; the right password waits as well", async () => {
    // So long ago that pauses are over and none is slept through.
    let now = 0;
    const attempts = new Attempts(() => now);
    for (let i = 0; i < 20; i++) {
      expect(await attempts.run("press", () => undefined)).toBeUndefined();
      now += 5_000;
    }
    const looked: number[] = [];
    const tries = [0, 1, 2, 3].map((i) =>
      attempts.run("press", () => {
        looked.push(i);
        return i === 0 ? undefined : "in";
      }),
    );
    // The turns of the others are in 5, 10 and 15 seconds.
    expect(await tries[0]).toBeUndefined();
    expect(await tries[3]).toBe("postponed");
    expect(looked).toEqual([0]);
  });

  it("finds the broker answering others meanwhile", async () => {
    const attempts = new Attempts();
    for (let i = 0; i < 5; i++) void attempts.run("a", () => undefined);
    expect(await attempts.run("b", () => 1)).toBe(1);
  });
});

describe("an allowance", () => {
  it("gives a second's worth at once, and then as much as comes in", () => {
    const allowance = new Allowance(100, 0);
    expect(allowance.take(100, 0)).toBe(0);
    expect(allowance.take(50, 0)).toBe(500);
    expect(allowance.take(0, 500)).toBe(0);
    expect(allowance.take(100, 60_500)).toBe(0);
    expect(allowance.take(1, 60_500)).toBe(10);
  });
});

describe("an address", () => {
  it.each([
    ["10.0.0.1", "10.0.0.1"],
    ["::ffff:10.0.0.1", "10.0.0.1"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["::1", "::1"],
  ])("%s counts as %s", (remoteAddress, expected) => {
    expect(addressOf({ remoteAddress } as Socket)).toBe(expected);
  });
});
