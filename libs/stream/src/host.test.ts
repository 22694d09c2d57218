import type { Contract } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import type { Broker, Claim, Commit, Group, StoredEntry } from "./broker.ts";
import { runFoldStage } from "./host.ts";
import { type FoldStage, output } from "./stage.ts";

const words = (topic: string): Contract<string> => ({
  topic,
  title: topic,
  schema: {},
  example: { key: "a", time: 0, value: "" },
  encode: (m) => new TextEncoder().encode(m.value),
  decode: (key, time, bytes) => ({ key, time, value: new TextDecoder().decode(bytes) }),
});

/** Repeats words that begin with an `!`; a command is remembered. */
const stage: FoldStage<string, string, { said: string }, string> = {
  name: "echo",
  input: words("words"),
  initial: { said: "" },
  control: { input: words("commands"), step: (_, { value }) => ({ said: value }) },
  prepare: (messages) => messages,
  step: (state, { key, time, value }) => [
    state,
    value.startsWith("!") ? [output(words("echoes"), { key, time, value: value + state.said })] : [],
  ],
};

const entry = (topic: string, offset: number, text: string): StoredEntry => ({
  topic,
  partition: 0,
  offset,
  key: "a",
  time: 0,
  value: new TextEncoder().encode(text),
});

/** The port with one partition, whose polls are written down beforehand; tells what the host joined and committed. */
async function commitsOf(polls: readonly StoredEntry[][], offsets: Claim["offsets"] = new Map()) {
  const commits: Commit[] = [];
  const groups: Group[] = [];
  const abort = new AbortController();
  const rest = [...polls];
  const claim: Claim = {
    partition: 0,
    signal: abort.signal,
    states: new Map(),
    offsets,
    poll() {
      const next = rest.shift();
      if (next === undefined) abort.abort();
      return Promise.resolve(next ?? []);
    },
    commit(commit) {
      commits.push(commit);
      return Promise.resolve();
    },
  };
  const broker = {
    join(group: Group, work: (given: Claim) => Promise<void>) {
      groups.push(group);
      return Promise.resolve({ done: work(claim), close: () => Promise.resolve() });
    },
  } as Partial<Broker> as Broker;
  await (
    await runFoldStage(broker, stage)
  ).done;
  return { commits, groups };
}

describe("the host of a fold stage with a control topic", () => {
  it("reads both topics in the stage's own group", async () => {
    const { groups } = await commitsOf([]);
    expect(groups).toMatchObject([{ name: "echo", topics: ["words", "commands"] }]);
  });

  it("commits outputs, states and the offsets of both topics at once", async () => {
    const { commits } = await commitsOf([[entry("words", 4, "!hey "), entry("commands", 8, "you")]]);
    expect(commits).toHaveLength(1);
    expect(commits[0]?.offsets).toEqual(
      new Map([
        ["words", 5],
        ["commands", 9],
      ]),
    );
    expect(commits[0]?.outputs.map(({ topic, entries }) => [topic, entries.length])).toEqual([["echoes", 1]]);
    expect([...(commits[0]?.states.keys() ?? [])]).toEqual(["a"]);
  });

  it("commits what a command alone changed", async () => {
    const { commits } = await commitsOf([[entry("commands", 0, "you")]]);
    expect(commits.map(({ offsets, outputs }) => [[...offsets], outputs])).toEqual([[[["commands", 1]], []]]);
  });

  it("commits bare offsets only when they save a restart many entries, in either topic", async () => {
    const silent = (offset: number): StoredEntry[] => [entry("words", offset, "hush")];
    expect((await commitsOf([silent(0), silent(1)])).commits).toEqual([]);
    const { commits } = await commitsOf(
      [silent(5_000), silent(5_001), silent(7_500)],
      new Map([["words", 4_000]]),
    );
    expect(commits.map(({ offsets }) => offsets.get("words"))).toEqual([7_501]);
  });

  it("commits past heartbeats that come alone, so that it does not seem to lag", async () => {
    const beat = { ...entry("words", 7, ""), key: "" };
    const { commits } = await commitsOf([[beat], [{ ...beat, offset: 8 }, entry("words", 9, "hush")]]);
    expect(commits.map(({ offsets }) => [...offsets])).toEqual([[["words", 8]]]);
  });
});
