import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Delivery, Handler } from "./delivery.ts";
import { Gate, type Proxy, pause, startProxy, until } from "./proxy.testkit.ts";
import { type Sink, openSink } from "./sink.ts";
import { type Source, type SourceOptions, openSource } from "./source.ts";
import type { MqttState } from "./state.ts";

/** A broker the suite runs on. */
export interface BrokerUnderTest {
  readonly url: string;
  close(): Promise<void>;
}

const RETRY = { firstMs: 20, maxMs: 200, refusedMs: 400 };

const idOf = (m: Delivery): number => Number(m.payload.toString());
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** What a source must do on every broker. `version` is what the broker should agree to. */
export function testSource(
  name: string,
  broker: { start(): Promise<BrokerUnderTest>; readonly version: 4 | 5; readonly shared: boolean },
): void {
  describe(`a source on ${name}`, () => {
    let server: BrokerUnderTest;
    let sink: Sink;
    /** A name space for each test, so that none sees what another one left. */
    let space = "";
    let opened: Source[] = [];
    let proxies: Proxy[] = [];
    let gates: Gate[] = [];

    beforeAll(async () => {
      server = await broker.start();
      sink = openSink({ url: server.url, clientId: `publisher-${randomUUID()}` });
    });
    afterAll(async () => {
      await sink.close();
      await server.close();
    });
    afterEach(async () => {
      for (const gate of gates) gate.open();
      await Promise.all(opened.map((source) => source.close()));
      await Promise.all(proxies.map((proxy) => proxy.close()));
      opened = [];
      proxies = [];
      gates = [];
    });

    /** Opens a source on `<space>/#` and waits until it has subscribed. */
    async function open(handler: Handler, options: Partial<SourceOptions> = {}): Promise<Source> {
      const source = openSource(
        {
          url: server.url,
          clientId: space,
          subscriptions: [{ filter: `${space}/#`, qos: 2 }],
          retry: RETRY,
          ...options,
        },
        handler,
      );
      opened.push(source);
      await until("connected", () => source.state.status === "connected");
      return source;
    }
    async function proxied(): Promise<Proxy> {
      const proxy = await startProxy(server.url);
      proxies.push(proxy);
      return proxy;
    }
    function newGate(): Gate {
      const gate = new Gate();
      gates.push(gate);
      return gate;
    }
    const newSpace = (): void => void (space = `test-${randomUUID()}`);
    const publish = (id: number | string, qos: 0 | 1 | 2 = 1, retain = false): Promise<void> =>
      sink.publish({ topic: `${space}/${id}`, payload: String(id), qos, retain });
    const publishAll = (from: number, to: number, qos: 0 | 1 | 2 = 1): Promise<unknown> =>
      Promise.all(Array.from({ length: to - from }, (_, i) => publish(from + i, qos)));

    it(`speaks MQTT ${broker.version}`, async () => {
      newSpace();
      const source = await open(() => Promise.resolve());
      expect(source.state).toEqual({ status: "connected", version: broker.version, sessionPresent: false });
    });

    it("hands over messages of every QoS as they were published", async () => {
      newSpace();
      const got: Delivery[] = [];
      await publish("kept", 1, true);
      const before = Date.now();
      await open(async (messages) => void got.push(...messages));
      await until("the retained message", () => got.length === 1);
      for (const qos of [0, 1, 2] as const) await publish(`qos-${qos}`, qos);
      await until("four messages", () => got.length === 4);
      const plain = got.map(({ topic, payload, qos, retain, duplicate }) => ({
        topic: topic.slice(space.length),
        payload: payload.toString(),
        qos,
        retain,
        duplicate,
      }));
      expect(plain).toEqual([
        { topic: "/kept", payload: "kept", qos: 1, retain: true, duplicate: false },
        { topic: "/qos-0", payload: "qos-0", qos: 0, retain: false, duplicate: false },
        { topic: "/qos-1", payload: "qos-1", qos: 1, retain: false, duplicate: false },
        { topic: "/qos-2", payload: "qos-2", qos: 2, retain: false, duplicate: false },
      ]);
      for (const { receivedAt } of got) expect(receivedAt - before).toBeLessThan(10_000);
    });

    it.each([1, 2] as const)(
      "acknowledges QoS %i only when the handler is done: the heir of a dead source gets the messages again",
      async (qos) => {
        newSpace();
        const proxy = await proxied();
        const lost: number[] = [];
        const gate = newGate();
        const dying = await open(
          async (messages) => {
            lost.push(...messages.map(idOf));
            await gate.passed;
          },
          { url: proxy.url },
        );
        await publishAll(0, 3, qos);
        await until("the messages", () => dying.load.messages === 3);
        await proxy.close();
        expect(lost).toEqual([0, 1, 2]);

        const got: number[] = [];
        const heir = await open(async (messages) => void got.push(...messages.map(idOf)));
        await until("the messages again", () => got.length === 3);
        expect(got).toEqual([0, 1, 2]);
        await heir.close();

        // Now they were acknowledged: a third source gets the next message and nothing else.
        await open(async (messages) => void got.push(...messages.map(idOf)));
        await publish(3, qos);
        await until("the next message", () => got.includes(3));
        expect(got).toEqual([0, 1, 2, 3]);
        gate.open();
      },
    );

    it("lets deliveries run ahead of the handler, but not beyond the receive maximum", async () => {
      newSpace();
      const got: number[] = [];
      const gate = newGate();
      const source = await open(
        async (messages) => {
          await gate.passed;
          got.push(...messages.map(idOf));
        },
        { receiveMaximum: 10, maxBatches: 2 },
      );
      await publishAll(0, 50);
      await until("as many as may run ahead", () => source.load.messages >= 10);
      await pause(100);
      // An MQTT 5 broker is told the maximum; MQTT 3.1.1 has none, there we stop reading beyond it.
      if (broker.version === 5) expect(source.load.messages).toBe(10);
      else expect(source.load.paused || source.load.messages <= 10).toBe(true);
      expect(got).toEqual([]);
      gate.open();
      await until("all of them", () => got.length === 50);
      expect(got).toEqual(range(50));
    });

    it("stops reading when the bytes in flight exceed the cap, and reads on when the handler catches up", async () => {
      newSpace();
      const cap = 256 * 1024;
      const gate = newGate();
      let bytes = 0;
      const source = await open(
        async (messages) => {
          await gate.passed;
          for (const { payload } of messages) bytes += payload.length;
        },
        { maxInflightBytes: cap },
      );
      const payload = Buffer.alloc(16 * 1024);
      const flood = Promise.all(
        range(500).map(() => sink.publish({ topic: `${space}/flood`, payload, qos: 0, retain: false })),
      );
      await until("a pause", () => source.load.paused);
      await pause(200);
      // One read of the socket (64 KiB) and the rest of a message may come on top.
      expect(source.load.bytes).toBeGreaterThan(cap);
      expect(source.load.bytes).toBeLessThan(cap + 128 * 1024);
      gate.open();
      await flood;
      // A broker may drop QoS 0 for a slow reader; what it did send comes through, and reading goes on.
      await until("more than was in flight", () => bytes > 2 * cap && !source.load.paused);
      await publish("after");
    });

    it("gets a batch again when its handler rejects, and loses nothing", async () => {
      newSpace();
      const states: MqttState[] = [];
      const got = new Set<number>();
      let calls = 0;
      await open(
        async (messages) => {
          if (++calls % 3 === 2) throw new Error("the log is away");
          for (const m of messages) got.add(idOf(m));
        },
        { onState: (state) => void states.push(state), maxBatchMessages: 20 },
      );
      await publishAll(0, 200);
      await until("all messages", () => got.size === 200);
      expect(states).toContainEqual({
        status: "disconnected",
        error: new Error("the log is away"),
        retryMs: expect.any(Number),
      });
    });

    it("resumes its session after the connection broke, with what was published meanwhile", async () => {
      newSpace();
      const proxy = await proxied();
      const got: number[] = [];
      const source = await open(async (messages) => void got.push(...messages.map(idOf)), { url: proxy.url });
      await publishAll(0, 5);
      await until("the first five", () => got.length === 5);
      await pause(100);
      proxy.refuse = true;
      proxy.cut();
      await until("disconnected", () => source.state.status === "disconnected");
      expect(source.state).toMatchObject({ error: { code: "MQTT_UNREACHABLE" } });
      await publishAll(5, 10);
      proxy.refuse = false;
      await until("the rest", () => got.length >= 10);
      expect(got).toEqual(range(10));
      expect(source.state).toMatchObject({ status: "connected", sessionPresent: true });
    });

    it("gets what was published while no source was running", async () => {
      newSpace();
      await (await open(() => Promise.resolve())).close();
      await publishAll(0, 20);
      const got: number[] = [];
      const source = await open(async (messages) => void got.push(...messages.map(idOf)));
      await until("all of them", () => got.length === 20);
      expect(got).toEqual(range(20));
      expect(source.state).toMatchObject({ sessionPresent: true });
    });

    it.each([
      [1, "at least once"],
      [2, "exactly once"],
    ] as const)("takes QoS %i %s over a network that keeps breaking", async (qos, _promise) => {
      newSpace();
      const proxy = await proxied();
      const got: number[] = [];
      const source = await open(
        async (messages) => {
          await pause(Math.random() * 4);
          got.push(...messages.map(idOf));
        },
        { url: proxy.url, maxBatchMessages: 7 },
      );
      const cuts = setInterval(() => proxy.cut(), 60);
      for (let from = 0; from < 600; from += 50) {
        await publishAll(from, from + 50, qos);
        await pause(20);
      }
      clearInterval(cuts);
      await until("all messages", () => new Set(got).size === 600);
      await until("quiet", () => source.load.messages === 0);
      if (qos === 2) expect(got.filter((id, i) => got.indexOf(id) !== i)).toEqual([]);
    });

    it("closes after the batches under way, and acknowledges them", async () => {
      newSpace();
      const got: number[] = [];
      const gate = newGate();
      const first = await open(async (messages) => {
        await gate.passed;
        got.push(...messages.map(idOf));
      });
      await publish(0);
      await until("the message", () => first.load.messages === 1);
      let closed = false;
      const closing = first.close().then(() => (closed = true));
      await pause(50);
      expect(closed).toBe(false);
      gate.open();
      await closing;
      expect(first.state).toEqual({ status: "closed" });
      await open(async (messages) => void got.push(...messages.map(idOf)));
      await publish(1);
      await until("the next message", () => got.includes(1));
      expect(got).toEqual([0, 1]);
    });

    it("stays connected while it has nothing to say, and while it does not read", async () => {
      newSpace();
      const gate = newGate();
      const states: string[] = [];
      const source = await open(() => gate.passed, {
        keepaliveS: 1,
        maxInflightBytes: 100,
        onState: ({ status }) => void states.push(status),
      });
      await pause(1_800);
      await publish(0);
      await until("a pause", () => source.load.paused);
      await pause(1_800);
      gate.open();
      await until("reading again", () => !source.load.paused);
      expect(states.filter((s) => s === "disconnected")).toEqual([]);
    });

    if (broker.shared)
      it("shares the messages of a group with its other members", async () => {
        newSpace();
        const got: [number[], number[]] = [[], []];
        for (const [i, mine] of got.entries())
          await open(async (messages) => void mine.push(...messages.map(idOf)), {
            clientId: `${space}-${i}`,
            subscriptions: [{ filter: `${space}/#`, qos: 1, shared: "group" }],
          });
        await publishAll(0, 100);
        await until("all of them", () => got.flat().length >= 100);
        await pause(50);
        expect(got.flat().toSorted((a, b) => a - b)).toEqual(range(100));
        expect(Math.min(...got.map((mine) => mine.length))).toBeGreaterThan(0);
      });
  });
}
