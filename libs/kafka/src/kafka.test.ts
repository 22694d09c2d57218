import { SUITE_PARTITIONS, testBroker } from "@presage/stream/testsuite";
import { type Server, skipWithout, startKafka } from "@presage/testbed";
import type { Claim } from "@presage/stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openKafka } from "./kafka.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (value: Uint8Array): string => new TextDecoder().decode(value);

describe.skipIf(skipWithout("kafka"))("on Apache Kafka", () => {
  let server: Server;
  let logs = 0;
  const open = (prefix: string) =>
    openKafka({
      brokers: [`127.0.0.1:${server.port}`],
      partitions: SUITE_PARTITIONS,
      prefix,
      sessionTimeout: 6_000,
    });

  beforeAll(async () => {
    server = await startKafka();
  });
  afterAll(() => server?.stop());

  testBroker("the Kafka broker", async () => {
    const prefix = `suite${logs++}.`;
    return { open: async () => open(prefix), dispose: async () => undefined };
  });

  it("divides the partitions among members and gives those of one that leaves to the others", async () => {
    const prefix = `shared${logs++}.`;
    const brokers = [open(prefix), open(prefix)];
    const owned = [new Set<number>(), new Set<number>()];
    const members = [];
    for (const [i, broker] of brokers.entries())
      members.push(
        await broker.join({ name: "features", topics: ["samples"] }, async ({ partition, signal }) => {
          owned[i]?.add(partition);
          await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
          owned[i]?.delete(partition);
        }),
      );
    const sizes = () => owned.map((set) => set.size);
    await expect.poll(sizes, { timeout: 20_000 }).toEqual([2, 2]);
    await members[0]?.close();
    await expect.poll(sizes, { timeout: 20_000 }).toEqual([0, 4]);
    await members[1]?.close();
    await Promise.all(brokers.map((broker) => broker.close()));
  });

  it("gathers what comes within the commit interval for the next poll", async () => {
    const prefix = `paced${logs++}.`;
    const broker = openKafka({
      brokers: [`127.0.0.1:${server.port}`],
      partitions: 1,
      prefix,
      commitInterval: 3_600_000,
    });
    const say = (text: string) => broker.append("words", [{ key: "a", time: 0, value: bytes(text) }]);
    await say("one");
    const polls: string[][] = [];
    const membership = await broker.join({ name: "paced", topics: ["words"] }, async (claim) => {
      while (!claim.signal.aborted) {
        const entries = await claim.poll();
        polls.push(entries.map(({ value }) => textOf(value)));
        if (claim.signal.aborted) return;
        await claim.commit({ outputs: [], states: new Map(), offsets: new Map([["words", 1]]) });
        await say("two");
      }
    });
    await expect.poll(() => polls, { timeout: 20_000 }).toEqual([["one"]]);
    await expect
      .poll(async () => (await broker.lag({ name: "paced", topics: ["words"] })).get("words"))
      .toBe(1);
    await membership.close();
    expect(polls).toEqual([["one"], []]);
    await broker.close();
  });

  it("does not show what a transaction wrote that was never committed", async () => {
    const prefix = `aborted${logs++}.`;
    const broker = open(prefix);
    const claim = await new Promise<Claim>((resolve, reject) => {
      broker
        .join({ name: "features", topics: ["samples"] }, async (c) => {
          if (c.partition === 0) resolve(c);
          await new Promise((end) => c.signal.addEventListener("abort", end, { once: true }));
        })
        .catch(reject);
    });
    const output = (value: string) => ({
      outputs: [{ topic: "features", entries: [{ key: "a", time: 1, value: bytes(value), partition: 0 }] }],
      states: new Map<string, Uint8Array>(),
    });
    // A partition that no topic has makes the commit fail after its outputs were sent.
    const broken = { ...output("aborted"), offsets: new Map([["no such topic!", 1]]) };
    await expect(claim.commit(broken)).rejects.toThrow();
    await claim.commit({ ...output("committed"), offsets: new Map([["samples", 0]]) }).catch(() => undefined);
    const stored = await broker.read("features", 0, 0);
    expect(stored.map((e) => textOf(e.value))).not.toContain("aborted");
    await broker.close();
  });

  it("goes on by itself after the server was killed and came back", async () => {
    const prefix = `killed${logs++}.`;
    const broker = open(prefix);
    const errors: Error[] = [];
    const seen: string[] = [];
    const group = { name: "features", topics: ["samples"], onError: (error: Error) => errors.push(error) };
    const membership = await broker.join(group, async (claim) => {
      while (!claim.signal.aborted) {
        const entries = await claim.poll();
        const last = entries.at(-1);
        if (last === undefined) continue;
        await claim.commit({
          outputs: [],
          states: new Map(),
          offsets: new Map([["samples", last.offset + 1]]),
        });
        seen.push(...entries.map((e) => textOf(e.value)));
      }
    });
    await broker.append("samples", [{ key: "a", time: 1, value: bytes("before") }]);
    await expect.poll(() => seen, { timeout: 20_000 }).toEqual(["before"]);
    await server.kill();
    await expect(
      broker.append("samples", [{ key: "a", time: 2, value: bytes("lost") }]),
    ).rejects.toMatchObject({
      code: "BROKER_UNAVAILABLE",
    });
    await server.restart();
    await expect
      .poll(
        () =>
          broker.append("samples", [{ key: "a", time: 3, value: bytes("after") }]).then(
            () => true,
            () => false,
          ),
        {
          timeout: 30_000,
        },
      )
      .toBe(true);
    await expect.poll(() => seen.at(-1), { timeout: 40_000 }).toBe("after");
    await membership.close();
    await broker.close();
  }, 120_000);
});
