import { type Contract, PresageError } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import type { StoredEntry } from "./broker.ts";
import { foldTask } from "./fold-task.ts";
import { type FoldStage, output } from "./stage.ts";
import { decodeState, PARTITION_KEY, type TaskResult } from "./task.ts";

/** A contract of numbers; everything else is malformed. */
const numbers = (topic: string): Contract<number> => ({
  topic,
  title: topic,
  schema: {},
  example: { key: "a", time: 0, value: 1 },
  encode: (m) => new TextEncoder().encode(String(m.value)),
  decode(key, time, bytes) {
    const text = new TextDecoder().decode(bytes);
    if (text === "" || Number.isNaN(Number(text))) throw new PresageError("MESSAGE_MALFORMED", text);
    return { key, time, value: Number(text) };
  },
});

const readings = numbers("readings");
const resets = numbers("resets");
const sums = numbers("sums");

/** What the stage was asked, in order. */
type Asked = (
  | readonly ["prepare", string[], (number | undefined)[]]
  | readonly ["step", string]
  | readonly ["control", string]
)[];

/** Sums an asset's readings, weighted by what was its sum before the poll; a command sets the sum. */
function summing(asked: Asked = []): FoldStage<number, number, { sum: number }, number> {
  return {
    name: "sum",
    input: readings,
    initial: { sum: 0 },
    control: {
      input: resets,
      step(state, { key, value }) {
        asked.push(["control", key]);
        return state.sum === value ? state : { sum: value };
      },
    },
    prepare(messages, stateOf) {
      asked.push(["prepare", messages.map((m) => m.key), messages.map((m) => stateOf(m.key).sum)]);
      return messages;
    },
    step(state, { key, time, value }) {
      asked.push(["step", key]);
      if (value === 0) return [state, []];
      const sum = state.sum + value;
      return [{ sum }, [output(sums, { key, time, value: sum })]];
    },
  };
}

/** Entries of `topic key text`; offsets count up in each topic. */
function log(lines: readonly string[], from = 0): StoredEntry[] {
  const offsets = new Map<string, number>();
  return lines.map((line) => {
    const [topic = "", key = "", text = ""] = line.split(" ");
    const offset = offsets.get(topic) ?? from;
    offsets.set(topic, offset + 1);
    return { topic, partition: 0, offset, key, time: offset, value: new TextEncoder().encode(text) };
  });
}

const statesOf = ({ states }: TaskResult): Record<string, unknown> =>
  Object.fromEntries([...states].map(([key, bytes]) => [key, decodeState(bytes)]));
const outputsOf = ({ outputs }: TaskResult): string[] =>
  outputs.map((o) => `${o.key} ${new TextDecoder().decode(o.encode())}`);

const run = async (
  lines: readonly string[],
  asked: Asked = [],
  restored: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<TaskResult> => foldTask(summing(asked), restored)(log(lines));

describe("a fold task", () => {
  it("prepares a poll in one call and steps through it in order, each asset with its own state", async () => {
    const asked: Asked = [];
    const result = await run(["readings a 1", "readings b 10", "readings a 2"], asked);
    expect(asked).toEqual([
      ["prepare", ["a", "b", "a"], [0, 0, 0]],
      ["step", "a"],
      ["step", "b"],
      ["step", "a"],
    ]);
    expect(outputsOf(result)).toEqual(["a 1", "b 10", "a 3"]);
    expect(statesOf(result)).toEqual({ a: { sum: 3 }, b: { sum: 10 } });
  });

  it("shows the states before the poll to what prepares it", async () => {
    const asked: Asked = [];
    const task = foldTask(summing(asked), new Map());
    await task(log(["readings a 1", "readings a 2"]));
    await task(log(["readings a 4", "readings a 8", "readings b 1"], 2));
    expect(asked.filter(([what]) => what === "prepare").at(-1)).toEqual([
      "prepare",
      ["a", "a", "b"],
      [3, 3, 0],
    ]);
  });

  it("goes on from restored states, and takes the partition's own for no asset's", async () => {
    const bytes = new TextEncoder().encode('{"sum":5}');
    const result = await run(
      ["readings a 1"],
      [],
      new Map([
        ["a", bytes],
        [PARTITION_KEY, bytes],
      ]),
    );
    expect(statesOf(result)).toEqual({ a: { sum: 6 } });
  });

  it("commits no state that a message left as it was", async () => {
    const result = await run(["readings a 0", "readings b 1"]);
    expect(statesOf(result)).toEqual({ b: { sum: 1 } });
  });

  it("passes over malformed messages and heartbeats, and reads on behind them", async () => {
    const result = await run(["readings a 1", "readings a oops", "readings a 2", "readings a"]);
    expect(outputsOf(result)).toEqual(["a 1", "a 3"]);
    expect(result.malformed.map(({ entry }) => entry.offset)).toEqual([1]);
    expect([...result.resumeAt]).toEqual([["readings", 4]]);
  });

  it("throws what is a bug, not a malformed message", async () => {
    const input: Contract<number> = {
      ...readings,
      decode: () => {
        throw new TypeError("bug");
      },
    };
    await expect(foldTask({ ...summing(), input }, new Map())(log(["readings a 1"]))).rejects.toThrow("bug");
  });
});

describe("a fold task's control topic", () => {
  it("changes states before the messages of the same poll, wherever it stands in it", async () => {
    const asked: Asked = [];
    const result = await run(["readings a 1", "resets a 100", "readings b 1"], asked);
    expect(asked.map(([what]) => what)).toEqual(["control", "prepare", "step", "step"]);
    expect(asked[1]).toEqual(["prepare", ["a", "b"], [100, 0]]);
    expect(outputsOf(result)).toEqual(["a 101", "b 1"]);
  });

  it("changes a state that is committed also when no message came, and prepares nothing", async () => {
    const asked: Asked = [];
    const result = await run(["resets a 7"], asked);
    expect(asked).toEqual([["control", "a"]]);
    expect(statesOf(result)).toEqual({ a: { sum: 7 } });
    expect(result.outputs).toEqual([]);
  });

  it("commits nothing for a command that changes nothing", async () => {
    expect((await run(["resets a 0"])).states.size).toBe(0);
  });

  it("reports where to read on in both topics, and nothing of one that was not polled", async () => {
    const both = await run(["resets a 7", "readings a 1", "readings a 1", "resets b 1", "readings b 1"]);
    expect(both.resumeAt).toEqual(
      new Map([
        ["resets", 2],
        ["readings", 3],
      ]),
    );
    expect((await run(["readings a 1"])).resumeAt).toEqual(new Map([["readings", 1]]));
  });

  it("passes over a command that it does not know, as malformed, and goes on", async () => {
    const result = await run(["resets a everything", "resets a 7", "readings a 1"]);
    expect(result.malformed.map(({ entry }) => [entry.topic, entry.offset])).toEqual([["resets", 0]]);
    expect(outputsOf(result)).toEqual(["a 8"]);
    expect(result.resumeAt.get("resets")).toBe(2);
  });

  it("is not looked at by a stage without one", async () => {
    const { control: _, ...plain } = summing();
    const result = await foldTask(plain, new Map())(log(["resets a 7", "readings a 1"]));
    expect(outputsOf(result)).toEqual(["a 1"]);
  });

  it("gives the same states as an undisturbed run after a restart between any two polls", async () => {
    const polls = [
      ["readings a 1", "readings b 2"],
      ["resets a 50"],
      ["readings a 3", "resets b 9", "readings b 1"],
    ];
    const states = new Map<string, Uint8Array>();
    let task = foldTask(summing(), new Map());
    const undisturbed = foldTask(summing(), new Map());
    for (const poll of polls) {
      const result = await task(log(poll));
      expect(outputsOf(result)).toEqual(outputsOf(await undisturbed(log(poll))));
      for (const [key, bytes] of result.states) states.set(key, bytes);
      task = foldTask(summing(), new Map(states));
    }
    expect([...states.values()].map((bytes) => decodeState(bytes))).toEqual([{ sum: 53 }, { sum: 10 }]);
  });
});

describe("time", () => {
  /** Counts heartbeats; tells how many when a reading comes. */
  const counting: FoldStage<number, number, { beats: number; at: number }> = {
    name: "count",
    input: readings,
    initial: { beats: 0, at: 0 },
    prepare: (messages) => messages,
    step: (state, { key, time }) => [{ ...state, at: 1 }, [output(sums, { key, time, value: state.beats })]],
    heartbeat: {
      expected: ["ghost", "elsewhere"],
      due: () => -Infinity,
      step: (state, _key, now) => [{ beats: state.beats + 1, at: now }, []],
    },
  };
  const beat = (offset: number, time: number): StoredEntry => ({
    topic: "readings",
    partition: 0,
    offset,
    key: "",
    time,
    value: new Uint8Array(0),
  });

  it("passes for all assets of the partition, in its place among the messages", async () => {
    const [first, malformed, second] = log(["readings a 1", "readings a x", "readings a 2"]);
    if (first === undefined || malformed === undefined || second === undefined) throw new Error("no entries");
    const task = foldTask(counting, new Map(), 8);
    const at = { ...second, offset: 4 };
    const result = await task([
      beat(0, 10),
      { ...first, offset: 1 },
      { ...malformed, offset: 2 },
      beat(3, 20),
      at,
    ]);
    expect(result.outputs.map((o) => sums.decode("", 0, o.encode()).value)).toEqual([0, 1]);
    expect(result.resumeAt.get("readings")).toBe(5);
    // By FNV-1a "ghost" is in partition 0 of 8, "elsewhere" in 3.
    expect([...result.states.keys()].toSorted()).toEqual(["a", "ghost"]);
    expect(decodeState(result.states.get("ghost") ?? new Uint8Array())).toEqual({ beats: 2, at: 20 });
  });
});
