import mqtt, { type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EmbeddedBroker, startEmbeddedBroker } from "./embedded-broker.ts";
import { type Proxy, pause, startProxy, until } from "./proxy.testkit.ts";
import type { Publication } from "./publication.ts";
import { type Sink, type SinkOptions, openSink } from "./sink.ts";
import type { MqttState } from "./state.ts";

const RETRY = { firstMs: 10, maxMs: 100, refusedMs: 60_000 };
const publication = (payload: string, rest: Partial<Publication> = {}): Publication => ({
  topic: "t",
  payload,
  qos: 1,
  retain: false,
  ...rest,
});

const nextPayload = (of: MqttClient): Promise<Buffer> =>
  new Promise((resolve) => of.once("message", (_topic, payload) => resolve(payload)));

describe("a sink", () => {
  let broker: EmbeddedBroker;
  let proxy: Proxy;
  let observer: MqttClient;
  let got: string[];
  let sinks: Sink[];

  beforeEach(async () => {
    broker = await startEmbeddedBroker({ host: "127.0.0.1", port: 0 });
    proxy = await startProxy(broker.url);
    observer = await mqtt.connectAsync(broker.url);
    got = [];
    sinks = [];
    observer.on("message", (topic, payload) => void got.push(`${topic} ${payload.toString()}`));
    await observer.subscribeAsync("#", { qos: 2 });
  });
  afterEach(async () => {
    await Promise.all(sinks.map((sink) => sink.close()));
    await observer.endAsync(true);
    await proxy.close();
    await broker.close();
  });

  function open(options: Partial<SinkOptions> = {}): Sink {
    const sink = openSink({ url: proxy.url, clientId: "sink", retry: RETRY, ...options });
    sinks.push(sink);
    return sink;
  }

  it("publishes with every QoS, text and bytes", async () => {
    const sink = open();
    await sink.publish(publication("zero", { qos: 0 }));
    await sink.publish(publication("one"));
    await sink.publish({ ...publication("", { qos: 2 }), payload: new TextEncoder().encode("two") });
    await until("three messages", () => got.length === 3);
    expect(got).toEqual(["t zero", "t one", "t two"]);
    expect(sink.state).toEqual({ status: "connected", version: 4, sessionPresent: false });
  });

  it("leaves a retained message for those who come later, and clears it with an empty one", async () => {
    const sink = open();
    await sink.publish(publication("state", { retain: true }));
    const late = await mqtt.connectAsync(broker.url);
    const arrived = nextPayload(late);
    await late.subscribeAsync("t");
    expect(String(await arrived)).toBe("state");
    await late.endAsync();

    await sink.publish(publication("", { retain: true }));
    const later = await mqtt.connectAsync(broker.url);
    let count = 0;
    later.on("message", () => void count++);
    await later.subscribeAsync("t");
    await pause(50);
    await later.endAsync();
    expect(count).toBe(0);
  });

  it("keeps what is published while there is no broker, and sends it in order when there is", async () => {
    proxy.refuse = true;
    const sink = open();
    let done = 0;
    const published = Promise.all(
      Array.from({ length: 20 }, (_, i) => sink.publish(publication(String(i))).then(() => done++)),
    );
    await until("disconnected", () => sink.state.status === "disconnected");
    expect(sink.state).toMatchObject({ error: { code: "MQTT_UNREACHABLE" } });
    expect([done, sink.pending]).toEqual([0, 20]);
    proxy.refuse = false;
    await published;
    expect(sink.pending).toBe(0);
    await until("all of them", () => got.length >= 20);
    expect(got).toEqual(Array.from({ length: 20 }, (_, i) => `t ${i}`));
  });

  it.each([1, 2] as const)("gets every QoS %i message through a network that keeps breaking", async (qos) => {
    const sink = open();
    const cuts = setInterval(() => proxy.cut(), 40);
    const published: Promise<void>[] = [];
    for (let i = 0; i < 300; i++) {
      published.push(sink.publish(publication(String(i), { qos })));
      if (i % 10 === 0) await pause(10);
    }
    clearInterval(cuts);
    await Promise.all(published);
    await until("all of them", () => new Set(got).size === 300);
  });

  it("refuses to let more wait than it may", async () => {
    proxy.refuse = true;
    const sink = open({ maxPending: 2 });
    const waiting = [sink.publish(publication("1")), sink.publish(publication("2"))];
    await expect(sink.publish(publication("3"))).rejects.toMatchObject({ code: "MQTT_UNREACHABLE" });
    proxy.refuse = false;
    await Promise.all(waiting);
  });

  it("rejects what is still waiting when it is closed, and what comes later", async () => {
    proxy.refuse = true;
    const sink = open();
    const waiting = sink.publish(publication("1"));
    const rejected = expect(waiting).rejects.toMatchObject({ code: "MQTT_UNREACHABLE" });
    await sink.close();
    await rejected;
    await expect(sink.publish(publication("2"))).rejects.toMatchObject({ code: "MQTT_UNREACHABLE" });
    expect(sink.state).toEqual({ status: "closed" });
  });

  it("waits for what is under way when it is closed", async () => {
    const sink = open();
    const published = Promise.all(Array.from({ length: 50 }, (_, i) => sink.publish(publication(String(i)))));
    await until("connected", () => sink.state.status === "connected");
    await sink.close();
    await published;
    await until("all of them", () => got.length === 50);
  });

  it("leaves its will when it dies, and not when it is closed", async () => {
    const will = publication("offline", { topic: "status", retain: true });
    const dying = open({ clientId: "dying", will });
    const closing = open({ clientId: "closing", will: { ...will, topic: "other" }, url: broker.url });
    await until("connected", () => [dying, closing].every((s) => s.state.status === "connected"));
    await closing.close();
    proxy.cut();
    await until("the will", () => got.length > 0);
    await pause(50);
    expect(got).toEqual(["status offline"]);
  });

  it.each(["", "a/+", "#", "nul\0", "x".repeat(65_536)])(
    "does not publish to such a topic (%#)",
    async (topic) => {
      await expect(open().publish(publication("x", { topic }))).rejects.toThrow(RangeError);
    },
  );

  it("reports MQTT_REFUSED when the broker does not know it, and tries again slowly", async () => {
    const guarded = await startEmbeddedBroker({
      host: "127.0.0.1",
      port: 0,
      credentials: { username: "a", password: "b" },
    });
    const states: MqttState[] = [];
    const sink = open({
      url: guarded.url,
      username: "a",
      password: "c",
      onState: (s) => void states.push(s),
    });
    await until("refused", () => states.length > 0);
    expect(states[0]).toMatchObject({ status: "disconnected", error: { code: "MQTT_REFUSED" } });
    if (states[0]?.status === "disconnected") expect(states[0].retryMs).toBeGreaterThanOrEqual(30_000);
    await sink.close();
    await guarded.close();
  });
});
