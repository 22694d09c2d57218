import { feedback, PresageError, rejected, samples } from "@presage/contracts";
import type { Broker, Entry } from "@presage/stream";
import { describe, expect, it } from "vitest";
import { createBridge } from "./bridge.ts";
import type { Source } from "./intake.ts";

const source: Source = {
  carries: "samples",
  match: (topic) => (topic.startsWith("t/") ? { asset: topic.slice(2), sensor: "s" } : undefined),
  maxBytes: 1_000,
  maxSamples: 10,
  maxClockSkew: 1_000,
  maxClockError: 1_000_000,
};

const mes: Source = {
  ...source,
  carries: "feedback",
  match: (topic) => (topic.startsWith("mes/") ? { asset: topic.slice(4) } : undefined),
};

/** The edge of the process: a log that can be switched off. */
function memoryLog() {
  const log: { topic: string; entries: readonly Entry[] }[] = [];
  let available = true;
  const broker = {
    partitions: 2,
    async append(topic: string, entries: readonly Entry[]) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (!available) throw new PresageError("BROKER_UNAVAILABLE", "off");
      log.push({ topic, entries });
    },
  } as unknown as Broker;
  return { broker, log, switchTo: (on: boolean) => (available = on) };
}

const arrival = (topic: string, payload: string, receivedAt = 5_000) => ({
  topic,
  payload: Buffer.from(payload),
  receivedAt,
});

describe("the bridge", () => {
  it("resolves when samples and rejections are in the log", async () => {
    const { broker, log } = memoryLog();
    const bridge = createBridge(broker, [source], {}, new AbortController().signal);
    await bridge.handle([arrival("t/a", '{"v":1}'), arrival("t/a", "oops"), arrival("t/b", '{"v":2}')]);
    expect(log.map((l) => [l.topic, l.entries.map((e) => e.key)])).toEqual([
      [samples.topic, ["site/area/line/a", "site/area/line/b"]],
      [rejected.topic, ["t/a"]],
    ]);
  });

  it("keeps the order of what a mapping takes its time for", async () => {
    const { broker, log } = memoryLog();
    let n = 0;
    const map = async (body: unknown): Promise<unknown> => {
      await new Promise((resolve) => setTimeout(resolve, 10 - 3 * n++));
      return body;
    };
    const bridge = createBridge(broker, [{ ...source, map }], {}, new AbortController().signal);
    await Promise.all([1, 2, 3].map((v) => bridge.handle([arrival("t/a", `{"v":${v}}`)])));
    const values = log
      .flatMap((l) => l.entries)
      .map((e) => samples.decode(e.key, e.time, e.value).value.values[0]);
    expect(values).toEqual([1, 2, 3]);
  });

  it("tells how many messages a mapping made nothing of, and acknowledges them", async () => {
    const { broker, log } = memoryLog();
    const ignored: number[] = [];
    const bridge = createBridge(
      broker,
      [{ ...source, map: () => Promise.resolve(undefined) }],
      { ignored: (messages) => void ignored.push(messages) },
      new AbortController().signal,
    );
    await bridge.handle([arrival("t/a", '{"v":1}'), arrival("t/b", '{"v":1}')]);
    expect([ignored, log]).toEqual([[2], []]);
  });

  it("brings what is said of an asset into the topic of feedback, and what it cannot use to the rejections", async () => {
    const { broker, log } = memoryLog();
    const bridge = createBridge(broker, [source, mes], {}, new AbortController().signal);
    await bridge.handle([
      arrival("mes/a", '{"action":"reset-baseline","by":"jo","comment":"new bearing"}', 7_000),
      arrival("mes/a", '{"action":"explode","by":"jo"}'),
      arrival("t/a", '{"v":1}'),
    ]);
    expect(log.map((l) => [l.topic, l.entries.map((e) => e.key)])).toEqual([
      [samples.topic, ["site/area/line/a"]],
      [feedback.topic, ["site/area/line/a"]],
      [rejected.topic, ["mes/a"]],
    ]);
    const [said] = log[1]?.entries ?? [];
    if (said === undefined) throw new Error("nothing was said");
    expect(feedback.decode(said.key, said.time, said.value)).toEqual({
      key: "site/area/line/a",
      time: 7_000,
      value: { action: "reset-baseline", at: 7_000, by: "jo", comment: "new bearing", via: "mqtt" },
    });
  });

  it("resolves feedback only when the log has it", async () => {
    const { broker, log, switchTo } = memoryLog();
    const bridge = createBridge(broker, [source, mes], {}, new AbortController().signal);
    switchTo(false);
    let isHandled = false;
    const handled = bridge
      .handle([arrival("mes/a", '{"action":"reset-baseline","by":"jo"}')])
      .then(() => (isHandled = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([isHandled, bridge.waiting]).toEqual([false, 1]);
    switchTo(true);
    await handled;
    expect(log.map((l) => l.topic)).toEqual([feedback.topic]);
  });

  it("resolves nothing while the log is away, says so, and goes on in order when it is back", async () => {
    const { broker, log, switchTo } = memoryLog();
    let held = 0;
    let released = 0;
    const observer = { held: () => void held++, released: () => void released++ };
    const bridge = createBridge(broker, [source], observer, new AbortController().signal);
    switchTo(false);
    const order: number[] = [];
    const handled = [1, 2, 3].map((i) =>
      bridge.handle([arrival("t/a", `{"v":${i}}`)]).then(() => order.push(i)),
    );
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([order.length, bridge.waiting]).toEqual([0, 3]);
    expect(held).toBeGreaterThan(0);
    switchTo(true);
    await Promise.all(handled);
    expect(order).toEqual([1, 2, 3]);
    expect([released, bridge.waiting]).toEqual([1, 0]);
    const values = log
      .flatMap((l) => l.entries)
      .map((e) => samples.decode(e.key, e.time, e.value).value.values[0]);
    expect(values).toEqual([1, 2, 3]);
  });

  it("gives up what is waiting when it is told to stop, so that it is not acknowledged", async () => {
    const { broker, switchTo } = memoryLog();
    const stop = new AbortController();
    const bridge = createBridge(broker, [source], {}, stop.signal);
    switchTo(false);
    const handled = bridge.handle([arrival("t/a", '{"v":1}')]);
    setTimeout(() => stop.abort(), 20);
    await expect(handled).rejects.toThrow();
  });

  it("puts a heartbeat into every partition, not later than the oldest message that is still on its way", async () => {
    const { broker, log } = memoryLog();
    const bridge = createBridge(broker, [source], {}, new AbortController().signal);
    const handled = bridge.handle([arrival("t/a", '{"v":1}', 4_000)]);
    await bridge.heartbeat(9_000);
    await handled;
    await bridge.heartbeat(9_500);
    const beats = log.flatMap((l) => l.entries).filter((e) => e.value.byteLength === 0);
    expect(beats.map((e) => [e.partition, e.time])).toEqual([
      [0, 4_000],
      [1, 4_000],
      [0, 9_500],
      [1, 9_500],
    ]);
  });
});
