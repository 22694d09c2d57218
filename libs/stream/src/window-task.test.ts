import type { Contract, Message } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import type { StoredEntry } from "./broker.ts";
import { output, type WindowStage } from "./stage.ts";
import { decodeState, type Task } from "./task.ts";
import { windowTask } from "./window-task.ts";

/** A reading: what it says, and when the bridge heard it. */
interface Reading {
  readonly id: string;
  readonly heard: number;
}

const json = <V>(topic: string, example: Message<V>): Contract<V> => ({
  topic,
  title: topic,
  schema: {},
  example,
  encode: (m) => new TextEncoder().encode(JSON.stringify(m.value)),
  decode: (key, time, bytes) => ({ key, time, value: JSON.parse(new TextDecoder().decode(bytes)) as V }),
});

const readings = json<Reading>("readings", { key: "a", time: 0, value: { id: "1", heard: 0 } });

interface Summary {
  readonly start: number;
  readonly ids: readonly string[];
  readonly late: number;
  readonly duplicates: number;
  readonly nth: number;
  readonly offsets: readonly [number, number];
}
const summaries = json<Summary>("summaries", {
  key: "a",
  time: 0,
  value: { start: 0, ids: [], late: 0, duplicates: 0, nth: 1, offsets: [0, 0] },
});

/** Windows of 10 with a grace of 2; the state counts the asset's windows. */
const stage: WindowStage<Reading, { windows: number }> = {
  name: "summary",
  input: readings,
  size: 10,
  grace: 2,
  initial: { windows: 0 },
  identity: (m) => m.value.id,
  heard: (m) => m.value.heard,
  step({ windows }, w) {
    const value = {
      start: w.start,
      ids: w.messages.map((m) => m.value.id),
      late: w.late,
      duplicates: w.duplicates,
      nth: windows + 1,
      offsets: w.offsets,
    };
    return [{ windows: windows + 1 }, [output(summaries, { key: w.key, time: w.end, value })]];
  },
};

type Item = readonly [key: string, time: number, id: string, heard?: number] | { readonly heartbeat: number };

function log(items: readonly Item[]): StoredEntry[] {
  return items.map((item, offset) => {
    const place = { topic: "readings", partition: 0, offset };
    if ("heartbeat" in item) return { ...place, key: "", time: item.heartbeat, value: new Uint8Array(0) };
    const [key, time, id, heard = time] = item;
    return { ...place, key, time, value: readings.encode({ key, time, value: { id, heard } }) };
  });
}

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

/** The same stage, which passes heartbeats on and remembers what it did not use. */
const watchful: WindowStage<Reading, { windows: number; unused?: string[] }> = {
  ...stage,
  heartbeats: { topic: "summaries", everyMs: 10 },
  unused: (state, m, why) => ({ ...state, unused: [...(state.unused ?? []), `${m.value.id} ${why}`] }),
  step: (state, window) => [{ ...state, windows: state.windows + 1 }, stage.step(state, window)[1]],
};

describe("what a stage is told beside its windows", () => {
  it("is a message that came again, and one that came late, each once", async () => {
    const entries = log([
      ["a", 1, "1"],
      ["a", 1, "1"],
      ["a", 12, "2"],
      ["a", 3, "3"],
      ["a", 12, "2"],
    ]);
    const states = new Map<string, Uint8Array>();
    const read = async (from: number, to: number): Promise<number> => {
      const result = await windowTask(watchful, states)(entries.slice(from, to));
      for (const [key, bytes] of result.states) states.set(key, bytes);
      return result.resumeAt.get("readings") ?? 0;
    };
    // A process that dies after two entries and after all of them: the next one reads on from where it is told.
    const second = await read(0, 2);
    expect(second).toBe(0);
    const third = await read(second, 5);
    await read(third, 5);
    const { state } = decodeState<{ state: { unused: string[] } }>(states.get("a") ?? new Uint8Array());
    expect(state.unused).toEqual(["1 duplicate", "3 late", "2 duplicate"]);
  });

  it("passes a heartbeat on behind the windows that it closed, and not the next ones", async () => {
    const beats: Item[] = [
      { heartbeat: 1 },
      ["a", 1, "1"],
      { heartbeat: 9 },
      { heartbeat: 14 },
      { heartbeat: 19 },
    ];
    const { outputs, states } = await windowTask(watchful, new Map())(log(beats));
    expect(outputs.map((o) => [o.key, o.time, o.encode().byteLength > 0, o.partition])).toEqual([
      ["", 1, false, 0],
      ["a", 10, true, undefined],
      ["", 14, false, 0],
    ]);
    // And not once more by a process that reads them again.
    expect((await windowTask(watchful, states)(log(beats))).outputs).toEqual([]);
  });
});
