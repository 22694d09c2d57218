import { hasCode, PresageError } from "@presage/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Broker, Claim, Entry } from "./broker.ts";
import {
  bytes,
  entry,
  keyIn,
  NOTHING,
  offsets,
  pollAll,
  readAll,
  SUITE_PARTITIONS,
  textOf,
} from "./broker.testkit.ts";

export { SUITE_PARTITIONS };

/** What an adapter gives the suite: brokers on one and the same, initially empty log of four partitions. */
export interface BrokerFixture {
  /** Opens the log; a second call is a second process's view of it. */
  open(): Promise<Broker>;
  dispose(): Promise<void>;
}

/** The behaviour every broker must show. */
export function testBroker(name: string, create: () => Promise<BrokerFixture>): void {
  describe(name, () => {
    let fixture: BrokerFixture;
    let broker: Broker;
    const cleanups: (() => Promise<void>)[] = [];

    beforeEach(async () => {
      fixture = await create();
      broker = await fixture.open();
    });

    afterEach(async () => {
      for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
      await broker.close();
      await fixture.dispose();
    });

    /** Joins and hands out the claim of one partition as soon as the group gives it. */
    async function claimOf(
      member: Broker,
      group: string,
      topics: string[],
      partition: number,
    ): Promise<Claim> {
      return new Promise((resolve, reject) => {
        member
          .join({ name: group, topics }, async (claim) => {
            if (claim.partition === partition) resolve(claim);
            await new Promise<void>((done) =>
              claim.signal.addEventListener("abort", () => done(), { once: true }),
            );
          })
          .then((membership) => cleanups.push(() => membership.close()), reject);
      });
    }

    it("keeps the order of a key, its time, its bytes and its partition", async () => {
      const key = keyIn(2);
      await broker.append("samples", [entry(key, "one", 11), entry(key, "two", 22)]);
      await broker.append("samples", [entry(key, "three", 33)]);
      const stored = await readAll(broker, "samples", 2);
      expect(stored.map((e) => [e.topic, e.partition, e.key, e.time, textOf(e.value)])).toEqual([
        ["samples", 2, key, 11, "one"],
        ["samples", 2, key, 22, "two"],
        ["samples", 2, key, 33, "three"],
      ]);
      expect(stored.every((e, i) => i === 0 || e.offset > (stored[i - 1]?.offset ?? 0))).toBe(true);
    });

    it("keeps where an entry is in a trace, appended or committed, and of others nothing", async () => {
      const key = keyIn(1);
      const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
      const trace = { traceparent, tracestate: "congo=t61rcWkgMzE" };
      const traces = [undefined, trace, { traceparent }, undefined];
      const entries = traces.map((each) => ({ ...entry(key, "v"), ...(each && { trace: each }) }));
      await broker.append("samples", entries);
      expect((await readAll(broker, "samples", 1)).map((e) => e.trace)).toEqual(traces);
      const claim = await claimOf(broker, "features", ["samples"], 1);
      expect((await pollAll(claim, 4)).map((e) => e.trace)).toEqual(traces);
      const outputs = [{ topic: "made", entries }];
      await claim.commit({ ...NOTHING, outputs, offsets: offsets("samples", 4) });
      const next = await claimOf(broker, "scorer", ["made"], 1);
      expect((await pollAll(next, 4)).map((e) => e.trace)).toEqual(traces);
    });

    it("puts an entry into the partition that is named instead of the key's", async () => {
      await broker.append(
        "samples",
        [0, 1, 2, 3].map((partition) => ({ key: "", time: 5, value: new Uint8Array(0), partition })),
      );
      for (const partition of [0, 1, 2, 3]) {
        const stored = await readAll(broker, "samples", partition);
        expect(stored.map((e) => [e.time, e.value.byteLength])).toEqual([[5, 0]]);
      }
    });

    it("hands every partition of the topic to a lone member", async () => {
      const seen = new Set<number>();
      const all = new Promise<void>((resolve, reject) => {
        broker
          .join({ name: "features", topics: ["samples"] }, async (claim) => {
            seen.add(claim.partition);
            if (seen.size === SUITE_PARTITIONS) resolve();
          })
          .then((m) => cleanups.push(() => m.close()), reject);
      });
      await all;
      expect([...seen].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
    });

    it("polls what was appended before and after the claim, in order", async () => {
      const key = keyIn(1);
      await broker.append("samples", [entry(key, "a")]);
      const claim = await claimOf(broker, "features", ["samples"], 1);
      const first = await pollAll(claim, 1);
      await broker.append("samples", [entry(key, "b"), entry(key, "c")]);
      const rest = await pollAll(claim, 2);
      expect([...first, ...rest].map((e) => textOf(e.value))).toEqual(["a", "b", "c"]);
    });

    it("polls large backlogs to the end", async () => {
      const key = keyIn(0);
      const large = "x".repeat(20_000);
      for (let i = 0; i < 10; i++)
        await broker.append(
          "samples",
          Array.from({ length: 300 }, (_, j) => entry(key, `${i * 300 + j}:${large}`)),
        );
      const claim = await claimOf(broker, "features", ["samples"], 0);
      const all = await pollAll(claim, 3_000);
      expect(all.map((e) => parseInt(textOf(e.value)))).toEqual(Array.from({ length: 3_000 }, (_, i) => i));
    });

    it("restores states and offsets of the last commit, without deleted keys", async () => {
      const key = keyIn(3);
      await broker.append("samples", [entry(key, "a"), entry(key, "b")]);
      const claim = await claimOf(broker, "features", ["samples"], 3);
      const [a] = await pollAll(claim, 2);
      await claim.commit({
        outputs: [{ topic: "features", entries: [entry(key, "out")] }],
        states: new Map([
          [key, bytes("kept")],
          ["gone", bytes("soon")],
        ]),
        offsets: offsets("samples", (a?.offset ?? 0) + 1),
      });
      await claim.commit({ ...NOTHING, states: new Map([["gone", new Uint8Array(0)]]), offsets: new Map() });
      await cleanups.pop()?.();

      const again = await claimOf(broker, "features", ["samples"], 3);
      expect([...again.states].map(([k, v]) => [k, textOf(v)])).toEqual([[key, "kept"]]);
      expect(again.offsets.get("samples")).toBe((a?.offset ?? 0) + 1);
      const [b] = await pollAll(again, 1);
      expect(b && textOf(b.value)).toBe("b");
      await again.commit({
        outputs: [{ topic: "features", entries: [entry(key, "more")] }],
        states: new Map(),
        offsets: offsets("samples", (b?.offset ?? 0) + 1),
      });
      expect((await readAll(broker, "features", 3)).map((e) => textOf(e.value))).toEqual(["out", "more"]);
    });

    it("keeps the progress of groups apart", async () => {
      const key = keyIn(1);
      await broker.append("samples", [entry(key, "a")]);
      const one = await claimOf(broker, "one", ["samples"], 1);
      const [polled] = await pollAll(one, 1);
      await one.commit({
        ...NOTHING,
        states: new Map([[key, bytes("of one")]]),
        offsets: offsets("samples", (polled?.offset ?? 0) + 1),
      });
      const two = await claimOf(broker, "two", ["samples"], 1);
      expect(two.states.size).toBe(0);
      expect((await pollAll(two, 1)).map((e) => textOf(e.value))).toEqual(["a"]);
    });

    it("polls the same partition of all the group's topics", async () => {
      const key = keyIn(2);
      await broker.append("failures", [entry(key, "failure")]);
      await broker.append("predictions", [entry(key, "prediction")]);
      const claim = await claimOf(broker, "publisher", ["predictions", "failures"], 2);
      const all = await pollAll(claim, 2);
      expect(all.map((e) => `${e.topic}: ${textOf(e.value)}`).toSorted((a, b) => a.localeCompare(b))).toEqual(
        ["failures: failure", "predictions: prediction"],
      );
    });

    it("reads on in each of the group's topics where the last commit said", async () => {
      const [f1, f2, c1] = ["f1", "f2", "c1"].map((text) => entry(keyIn(2), text)) as [Entry, Entry, Entry];
      await broker.append("features", [f1, f2]);
      await broker.append("feedback", [c1]);
      const claim = await claimOf(broker, "scorer", ["features", "feedback"], 2);
      const all = await pollAll(claim, 3);
      const [first = NaN, second = NaN] = all.filter((e) => e.topic === "features").map((e) => e.offset);
      const said = (all.find((e) => e.topic === "feedback")?.offset ?? NaN) + 1;
      await claim.commit({
        ...NOTHING,
        offsets: new Map([...offsets("feedback", said), ["features", second]]),
      });
      await cleanups.pop()?.();
      const again = await claimOf(broker, "scorer", ["features", "feedback"], 2);
      expect(Object.fromEntries(again.offsets)).toEqual({ features: second, feedback: said });
      expect([first < second, (await again.poll()).map((e) => textOf(e.value))]).toEqual([true, ["f2"]]);
    });

    it("fences a member whose partition another one took over", async () => {
      const claims = new Map<number, Claim>();
      const first = await broker.join({ name: "features", topics: ["samples"] }, async (claim) => {
        claims.set(claim.partition, claim);
        await new Promise<void>((done) =>
          claim.signal.addEventListener("abort", () => done(), { once: true }),
        );
      });
      cleanups.push(() => first.close());
      await expect.poll(() => claims.size, { timeout: 20_000 }).toBe(SUITE_PARTITIONS);
      const second = await fixture.open();
      cleanups.push(() => second.close());
      // How many partitions the second member gets is the group's affair; one is enough.
      const taken = await new Promise<Claim>((resolve, reject) => {
        const hold = async (claim: Claim): Promise<void> => {
          resolve(claim);
          await new Promise<void>((done) =>
            claim.signal.addEventListener("abort", () => done(), { once: true }),
          );
        };
        second
          .join({ name: "features", topics: ["samples"] }, hold)
          .then((membership) => cleanups.push(() => membership.close()), reject);
      });
      const { partition } = taken;
      const key = keyIn(partition);
      await second.append("samples", [entry(key, "a")]);
      const late = claims.get(partition)?.commit({
        outputs: [{ topic: "features", entries: [entry(key, "from the earlier owner")] }],
        states: new Map(),
        offsets: offsets("samples", 1),
      });
      await expect(late).rejects.toMatchObject({ code: "BROKER_FENCED" });
      expect(await readAll(second, "features", partition)).toEqual([]);
      expect((await pollAll(taken, 1)).map((e) => textOf(e.value))).toEqual(["a"]);
    });

    it("reports work that throws as the end of the membership", async () => {
      const bug = new TypeError("undefined is not a function");
      const membership = await broker.join({ name: "features", topics: ["samples"] }, () =>
        Promise.reject(bug),
      );
      await expect(membership.done).rejects.toBe(bug);
      await membership.close();
    });

    it("claims a partition anew after a broker error and reports it", async () => {
      const errors: Error[] = [];
      let attempts = 0;
      const again = new Promise<void>((resolve, reject) => {
        broker
          .join({ name: "features", topics: ["samples"], onError: (e) => errors.push(e) }, async (claim) => {
            if (claim.partition !== 1) return;
            if (++attempts === 1) throw new PresageError("BROKER_UNAVAILABLE", "the log went away");
            resolve();
          })
          .then((m) => cleanups.push(() => m.close()), reject);
      });
      await again;
      expect(errors.map((e) => hasCode(e, "BROKER_UNAVAILABLE"))).toEqual([true]);
    });

    it("tells how far a group is behind", async () => {
      const key = keyIn(1);
      const group = { name: "features", topics: ["samples"] };
      await broker.append("samples", [entry(key, "a"), entry(key, "b"), entry(key, "c")]);
      const claim = await claimOf(broker, "features", ["samples"], 1);
      const [a] = await pollAll(claim, 3);
      await claim.commit({ ...NOTHING, offsets: offsets("samples", (a?.offset ?? 0) + 1) });
      expect((await broker.lag(group)).get("samples")).toBe(2);
    });

    it("ends a waiting poll when the membership closes", async () => {
      const claim = await claimOf(broker, "features", ["samples"], 0);
      const waiting = claim.poll();
      await cleanups.pop()?.();
      expect(await waiting).toEqual([]);
      expect(claim.signal.aborted).toBe(true);
    });
  });
}
