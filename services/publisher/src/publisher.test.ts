import { setTimeout as delay } from "node:timers/promises";
import { failures } from "@presage/contracts";
import type { Announcement } from "@presage/mes";
import type { Broker, Claim, Membership, StoredEntry } from "@presage/stream";
import { describe, expect, it } from "vitest";
import { Connections } from "./connections.ts";
import { runPublisher } from "./publisher.ts";

/** A log that has one open failure in its only partition, and then nothing more. */
function quietLog() {
  const stop = new AbortController();
  const entry: StoredEntry = {
    topic: failures.topic,
    partition: 0,
    offset: 0,
    key: failures.example.key,
    time: failures.example.time,
    value: failures.encode(failures.example),
  };
  const polls: (readonly StoredEntry[])[] = [[entry]];
  const committed: number[] = [];
  const nothing = new Promise<readonly StoredEntry[]>((resolve) =>
    stop.signal.addEventListener("abort", () => resolve([])),
  );
  const claim: Claim = {
    partition: 0,
    signal: stop.signal,
    states: new Map(),
    offsets: new Map(),
    poll: () => Promise.resolve(polls.shift() ?? nothing),
    async commit({ offsets }) {
      committed.push(...offsets.values());
    },
  };
  const join = async (_: unknown, work: (claim: Claim) => Promise<void>): Promise<Membership> => {
    const done = work(claim);
    return {
      done,
      async close() {
        stop.abort();
        await done;
      },
    };
  };
  return { broker: { partitions: 1, join } as unknown as Broker, committed };
}

describe("a publisher that has nothing more to read", () => {
  it("says what stands again as soon as it is connected again, once, and does not read on twice", async () => {
    const { broker, committed } = quietLog();
    const connections = new Connections();
    const said: string[] = [];
    const publish = async (all: readonly Announcement[]): Promise<void> =>
      void said.push(...all.map(({ channel }) => channel));
    connections.made();
    const membership = await runPublisher(broker, publish, {}, { connections });
    await expect.poll(() => committed).toEqual([1]);
    expect(said).toEqual(["predicted-failure/event", "predicted-failure"]);

    connections.made();
    await expect.poll(() => said.slice(2)).toEqual(["predicted-failure"]);
    connections.made();
    await expect.poll(() => said.slice(3)).toEqual(["predicted-failure"]);
    await delay(20);
    expect(said.length).toBe(4);
    expect(committed).toEqual([1]);
    await membership.close();
  });
});
