import type { StoredEntry } from "./broker.ts";
import { describe, expect, it } from "vitest";
import type { Task } from "./task.ts";
import { windowTask } from "./window-task.ts";
import { type Item, log, stage, summaries, type Summary } from "./window-task.testkit.ts";

async function windowsOf(items: readonly Item[]): Promise<(Summary & { key: string })[]> {
  const result = await windowTask(stage, new Map())(log(items));
  return result.outputs.map((o) => ({ key: o.key, ...decodeSummary(o.encode()) }));
}
const decodeSummary = (bytes: Uint8Array): Summary => summaries.decode("", 0, bytes).value;

describe("a window task", () => {
  it("closes a window when the asset's greatest event time minus the grace reaches its end", async () => {
    expect(
      await windowsOf([
        ["a", 1, "1"],
        ["a", 9, "2"],
        ["a", 11, "3"],
      ]),
    ).toEqual([]);
    expect(
      await windowsOf([
        ["a", 1, "1"],
        ["a", 9, "2"],
        ["a", 12, "3"],
      ]),
    ).toMatchObject([{ key: "a", start: 0, ids: ["1", "2"], nth: 1 }]);
  });

  it("says where the messages it used are in the log, among those of other assets and repeats", async () => {
    expect(
      await windowsOf([
        ["b", 1, "1"],
        ["a", 1, "1"],
        ["b", 2, "2"],
        ["a", 9, "2"],
        ["a", 9, "2"],
        ["a", 12, "3"],
      ]),
    ).toMatchObject([{ key: "a", ids: ["1", "2"], duplicates: 1, offsets: [1, 3] }]);
  });

  it("puts a message that comes out of order, but within the grace, into its own window", async () => {
    expect(
      await windowsOf([
        ["a", 8, "1"],
        ["a", 11, "2"],
        ["a", 9, "3"],
        ["a", 12, "4"],
      ]),
    ).toMatchObject([{ start: 0, ids: ["1", "3"] }]);
  });

  it("keeps assets apart: the time of one closes nothing of another", async () => {
    expect(
      await windowsOf([
        ["a", 1, "1"],
        ["b", 55, "2"],
      ]),
    ).toEqual([]);
  });

  it("counts a message of a closed window as late in the next window and does not use it", async () => {
    const windows = await windowsOf([
      ["a", 1, "1"],
      ["a", 12, "2"],
      ["a", 3, "late"],
      ["a", 22, "3"],
    ]);
    expect(windows).toMatchObject([
      { start: 0, ids: ["1"], late: 0 },
      { start: 10, ids: ["2"], late: 1 },
    ]);
  });

  it("ignores and counts a message that comes twice", async () => {
    expect(
      await windowsOf([
        ["a", 1, "1"],
        ["a", 1, "1"],
        ["a", 12, "2"],
      ]),
    ).toMatchObject([{ ids: ["1"], duplicates: 1 }]);
  });

  it("closes the windows of a silent asset on a heartbeat, and not those of one that still talks", async () => {
    const items: Item[] = [["silent", 1, "1"], ["talking", 5, "2", 30], { heartbeat: 31 }];
    expect(await windowsOf(items)).toMatchObject([{ key: "silent", start: 0, ids: ["1"] }]);
  });

  it("does not close on a heartbeat what a device with a slow clock is still sending", async () => {
    expect(await windowsOf([["slow", 1, "1", 1_000], { heartbeat: 1_005 }, ["slow", 2, "2", 1_006]])).toEqual(
      [],
    );
  });

  it("carries the stage's state from window to window of the same asset", async () => {
    const windows = await windowsOf([
      ["a", 1, "1"],
      ["a", 12, "2"],
      ["a", 24, "3"],
      ["a", 36, "4"],
    ]);
    expect(windows.map((w) => w.nth)).toEqual([1, 2, 3]);
  });

  it("resumes at the first message of the oldest open window", async () => {
    const task = windowTask(stage, new Map());
    const result = await task(
      log([
        ["b", 1, "0"],
        ["a", 1, "1"],
        ["b", 12, "2"],
        ["a", 5, "3"],
      ]),
    );
    expect([...result.resumeAt.values()]).toEqual([1]);
  });
});

/** Small deterministic generator (mulberry32). */
function generator(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A log with several assets, disorder, late and doubled messages, silence and heartbeats. */
function randomLog(random: () => number, length: number): StoredEntry[] {
  const items: Item[] = [];
  let now = 0;
  for (let i = 0; i < length; i++) {
    now += random() * 3;
    const key = `asset-${Math.floor(random() * 5)}`;
    const time = Math.max(0, Math.floor(now - (random() < 0.1 ? random() * 40 : random() * 4)));
    if (random() < 0.15) items.push({ heartbeat: Math.floor(now) });
    else if (random() < 0.1 && items.length > 0)
      items.push(items[Math.floor(random() * items.length)] ?? { heartbeat: now });
    else items.push([key, time, `${key}/${time}`, Math.floor(now)]);
  }
  return log(items);
}

/** Runs a task over the log as a host would, with a crash and restart wherever `crashes` says so, before or after the commit. */
async function runWithCrashes(
  entries: readonly StoredEntry[],
  random: () => number,
  crashes: number,
): Promise<string[]> {
  const states = new Map<string, Uint8Array>();
  let committed = 0;
  const written: string[] = [];
  let task: Task = windowTask(stage, states);
  let position = 0;
  while (position < entries.length) {
    const polled = entries.slice(position, position + 1 + Math.floor(random() * 6));
    position += polled.length;
    const result = await task(polled);
    const crashBefore = random() < crashes;
    if (!crashBefore && (result.states.size > 0 || result.outputs.length > 0)) {
      for (const o of result.outputs) written.push(`${o.key} ${new TextDecoder().decode(o.encode())}`);
      for (const [key, value] of result.states) states.set(key, value);
      committed = [...result.resumeAt.values()][0] ?? committed;
    }
    if (crashBefore || random() < crashes) {
      task = windowTask(stage, new Map(states));
      position = committed;
    }
  }
  return written;
}

describe("a window task that is killed at random and restarts from its last commit", () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    "makes the windows of an undisturbed run, none missing, none twice (seed %i)",
    async (seed) => {
      const entries = randomLog(generator(seed), 400);
      const undisturbed = await runWithCrashes(entries, generator(seed + 1_000), 0);
      const killed = await runWithCrashes(entries, generator(seed + 2_000), 0.15);
      expect(undisturbed.length).toBeGreaterThan(50);
      expect(killed.toSorted()).toEqual(undisturbed.toSorted());
    },
  );
});
