import { describe, expect, it } from "vitest";
import type { Delivery } from "./delivery.ts";
import { pause, until } from "./proxy.testkit.ts";
import type { MqttState } from "./state.ts";
import { testVoice } from "./voice.testsuite.ts";
import { type BrokerUnderTest, idOf, range, useWorkbench } from "./workbench.testkit.ts";

/** What a source must do on every broker. `version` is what the broker should agree to. */
export function testSource(
  name: string,
  broker: {
    start(): Promise<BrokerUnderTest>;
    readonly version: 4 | 5;
    /** How it shares the messages of a group: HiveMQ prefers a member as long as that one keeps up. */
    readonly shared: "no" | "in turn" | "somehow";
  },
): void {
  describe(`a source on ${name}`, () => {
    const bench = useWorkbench(() => broker.start());

    it(`speaks MQTT ${broker.version}`, async () => {
      const source = await bench.open(() => Promise.resolve());
      expect(source.state).toEqual({ status: "connected", version: broker.version, sessionPresent: false });
    });

    it("hands over messages of every QoS as they were published", async () => {
      const got: Delivery[] = [];
      await bench.publish("kept", 1, true);
      const before = Date.now();
      await bench.open(async (messages) => void got.push(...messages));
      await until("the retained message", () => got.length === 1);
      for (const qos of [0, 1, 2] as const) {
        await bench.publish(`qos-${qos}`, qos);
        await until("the next message", () => got.length === 2 + qos);
      }
      const plain = got.map(({ topic, payload, qos, retain, duplicate }) => ({
        topic: topic.slice(bench.space.length),
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

    testVoice(bench);

    it.each([1, 2] as const)(
      "acknowledges QoS %i only when the handler is done: the heir of a dead source gets the messages again",
      async (qos) => {
        const proxy = await bench.proxied();
        const lost: number[] = [];
        const gate = bench.newGate();
        const dying = await bench.open(
          async (messages) => {
            lost.push(...messages.map(idOf));
            await gate.passed;
          },
          { url: proxy.url },
        );
        await bench.publishAll(0, 3, qos);
        await until("the messages", () => dying.load.messages > 0);
        await proxy.close();
        expect(lost).toContain(0);

        const got: number[] = [];
        const heir = await bench.open(async (messages) => void got.push(...messages.map(idOf)));
        await until("the messages again", () => got.length === 3);
        expect(got).toEqual([0, 1, 2]);
        await heir.close();

        // Now they were acknowledged: a third source gets the next message and nothing else.
        await bench.open(async (messages) => void got.push(...messages.map(idOf)));
        await bench.publish(3, qos);
        await until("the next message", () => got.includes(3));
        expect(got).toEqual([0, 1, 2, 3]);
        gate.open();
      },
    );

    it("lets deliveries run ahead of the handler, but not beyond the receive maximum", async () => {
      await (await bench.open(() => Promise.resolve())).close();
      await bench.publishAll(0, 50);
      const got: number[] = [];
      const gate = bench.newGate();
      const source = await bench.open(
        async (messages) => {
          await gate.passed;
          got.push(...messages.map(idOf));
        },
        { receiveMaximum: 10, maxBatches: 2 },
      );
      await until("as many as may run ahead", () => source.load.messages >= 10);
      await pause(100);
      // An MQTT 5 broker is told the maximum; MQTT 3.1.1 has none, there we stop reading beyond it.
      if (broker.version === 5) expect(source.load.messages).toBe(10);
      else expect(source.load.paused || source.load.messages === 10).toBe(true);
      expect(got).toEqual([]);
      gate.open();
      await until("all of them", () => got.length === 50);
      expect(got).toEqual(range(50));
    });

    it("stops reading when the bytes in flight exceed the cap, and reads on when the handler catches up", async () => {
      const cap = 256 * 1024;
      const gate = bench.newGate();
      let bytes = 0;
      const source = await bench.open(
        async (messages) => {
          await gate.passed;
          for (const { payload } of messages) bytes += payload.length;
        },
        { maxInflightBytes: cap },
      );
      const payload = Buffer.alloc(16 * 1024);
      const flood = Promise.all(
        range(500).map(() =>
          bench.sink.publish({ topic: `${bench.space}/flood`, payload, qos: 0, retain: false }),
        ),
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
      await bench.publish("after");
    });

    it("gets a batch again when its handler rejects, and loses nothing", async () => {
      const states: MqttState[] = [];
      const got = new Set<number>();
      let calls = 0;
      await bench.open(
        async (messages) => {
          if (++calls % 2 === 0 && calls <= 10) throw new Error("the log is away");
          for (const m of messages) got.add(idOf(m));
        },
        { onState: (state) => void states.push(state), maxBatchMessages: 20 },
      );
      await bench.publishAll(0, 200);
      await until("all messages", () => got.size === 200);
      expect(states).toContainEqual({
        status: "disconnected",
        error: new Error("the log is away"),
        retryMs: expect.any(Number),
      });
    });

    it("resumes its session after the connection broke, with what was published meanwhile", async () => {
      const proxy = await bench.proxied();
      const got: number[] = [];
      const source = await bench.open(async (messages) => void got.push(...messages.map(idOf)), {
        url: proxy.url,
      });
      await bench.publishAll(0, 5);
      await until("the first five", () => got.length === 5);
      await pause(100);
      proxy.refuse = true;
      proxy.cut();
      await until("disconnected", () => source.state.status === "disconnected");
      expect(source.state).toMatchObject({ error: { code: "MQTT_UNREACHABLE" } });
      await bench.publishAll(5, 10);
      proxy.refuse = false;
      await until("the rest", () => got.length >= 10);
      expect(got).toEqual(range(10));
      expect(source.state).toMatchObject({ status: "connected", sessionPresent: true });
    });

    it("gets what was published while no source was running", async () => {
      await (await bench.open(() => Promise.resolve())).close();
      await bench.publishAll(0, 20);
      const got: number[] = [];
      const source = await bench.open(async (messages) => void got.push(...messages.map(idOf)));
      await until("all of them", () => got.length === 20);
      expect(got).toEqual(range(20));
      expect(source.state).toMatchObject({ sessionPresent: true });
    });

    it.each([
      [1, "at least once"],
      [2, "exactly once"],
    ] as const)("takes QoS %i %s over a network that keeps breaking", async (qos, _promise) => {
      const proxy = await bench.proxied();
      const got: number[] = [];
      const source = await bench.open(
        async (messages) => {
          await pause(Math.random() * 4);
          got.push(...messages.map(idOf));
        },
        { url: proxy.url, maxBatchMessages: 7 },
      );
      // Not before it is connected again: Mosquitto 2.0 forgets that it was at PUBREL if it could not send it before the next
      // break, and sends the message anew.
      const cuts = setInterval(() => source.state.status === "connected" && proxy.cut(), 60);
      for (let from = 0; from < 600; from += 50) {
        await bench.publishAll(from, from + 50, qos);
        await pause(20);
      }
      clearInterval(cuts);
      await until("all messages", () => new Set(got).size === 600);
      await until("quiet", () => source.load.messages === 0);
      if (qos === 2) expect(got.filter((id, i) => got.indexOf(id) !== i)).toEqual([]);
    });

    it("closes after the batches under way, and acknowledges them", async () => {
      const got: number[] = [];
      const gate = bench.newGate();
      const first = await bench.open(async (messages) => {
        await gate.passed;
        got.push(...messages.map(idOf));
      });
      await bench.publish(0);
      await until("the message", () => first.load.messages === 1);
      let closed = false;
      const closing = first.close().then(() => (closed = true));
      await pause(50);
      expect(closed).toBe(false);
      gate.open();
      await closing;
      expect(first.state).toEqual({ status: "closed" });
      await bench.open(async (messages) => void got.push(...messages.map(idOf)));
      await bench.publish(1);
      await until("the next message", () => got.includes(1));
      expect(got).toEqual([0, 1]);
    });

    it("stays connected while it has nothing to say, and while it does not read", async () => {
      const gate = bench.newGate();
      const states: string[] = [];
      const source = await bench.open(() => gate.passed, {
        keepaliveS: 1,
        maxInflightBytes: 100,
        onState: ({ status }) => void states.push(status),
      });
      await pause(1_800);
      await bench.publish(0);
      await until("a pause", () => source.load.paused);
      await pause(1_800);
      gate.open();
      await until("reading again", () => !source.load.paused);
      expect(states.filter((s) => s === "disconnected")).toEqual([]);
    });

    if (broker.shared !== "no")
      it("shares the messages of a group with its other members: each goes to one of them", async () => {
        const got: [number[], number[]] = [[], []];
        for (const [i, mine] of got.entries())
          await bench.open(async (messages) => void mine.push(...messages.map(idOf)), {
            clientId: `${bench.space}-${i}`,
            subscriptions: [{ filter: `${bench.space}/#`, qos: 1, shared: "group" }],
          });
        await bench.publishAll(0, 100);
        await until("all of them", () => got.flat().length >= 100);
        await pause(100);
        expect(got.flat().toSorted((x, y) => x - y)).toEqual(range(100));
        if (broker.shared === "in turn") expect(got.map((ids) => ids.length)).toEqual([50, 50]);
      });
  });
}
