import type { TraceContext, TraceSpan } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import type { Broker, Claim, Commit, StoredEntry } from "./broker.ts";
import { foldTask } from "./fold-task.ts";
import { runWindowStage } from "./host.ts";
import { type FoldStage, output } from "./stage.ts";
import type { TracedStep } from "./traces.ts";
import { windowTask } from "./window-task.ts";
import { type Item, log, type Reading, readings, stage, summaries } from "./window-task.testkit.ts";

const context = (n: number): TraceContext => ({
  traceparent: `00-${String(n).padStart(32, "0")}-${String(n).padStart(16, "0")}-01`,
});

/** The entries, those at some places traced with the number of their place. */
const traced = (items: readonly Item[], ...places: readonly number[]): StoredEntry[] =>
  log(items).map((entry, i) => (places.includes(i + 1) ? { ...entry, trace: context(i + 1) } : entry));

const WINDOW: readonly Item[] = [
  ["a", 1, "1"],
  ["a", 2, "2"],
  ["a", 2, "2"],
  ["b", 3, "3"],
  ["a", 4, "4"],
  ["a", 12, "5"],
];

describe("a window", () => {
  it("is caused by those of its messages that are traced, not by one that came again or one that closed it", async () => {
    const { traced: steps, outputs } = await windowTask(stage, new Map())(traced(WINDOW, 2, 3, 4, 5, 6));
    expect(steps).toEqual([{ key: "a", causes: [context(2), context(5)], outputs }]);
  });

  it("says the same whether its messages are traced or not", async () => {
    const one = await windowTask(stage, new Map())(traced(WINDOW));
    const other = await windowTask(stage, new Map())(traced(WINDOW, 1, 5));
    expect(one.traced).toEqual([]);
    expect(other.outputs.map((each) => each.encode())).toEqual(one.outputs.map((each) => each.encode()));
    expect(other.states).toEqual(one.states);
  });
});

describe("a fold", () => {
  const fold: FoldStage<Reading, Reading, number> = {
    name: "fold",
    input: readings,
    initial: 0,
    prepare: (messages) => messages,
    step: (n, { key, time, value }) =>
      value.id === "silent"
        ? [n, []]
        : [
            n + 1,
            [1, 2].map((nth) =>
              output(summaries, {
                key,
                time,
                value: { start: 0, ids: [value.id], late: 0, duplicates: 0, nth, offsets: [0, 0] },
              }),
            ),
          ],
  };

  it("puts out what a traced message caused, and nothing where nothing came of it", async () => {
    const items: readonly Item[] = [
      ["a", 1, "1"],
      ["a", 2, "2"],
      { heartbeat: 3 },
      ["b", 4, "silent"],
      ["b", 5, "5"],
    ];
    const { traced: steps, outputs } = await foldTask(fold, new Map())(traced(items, 2, 4, 5));
    expect(steps).toEqual([
      { key: "a", causes: [context(2)], outputs: outputs.slice(2, 4) },
      { key: "b", causes: [context(5)], outputs: outputs.slice(4, 6) },
    ]);
  });
});

describe("the host", () => {
  /** Runs the windows on one poll; what is committed, or the error it failed with. */
  async function run(
    entries: readonly StoredEntry[],
    begin?: (step: TracedStep) => TraceSpan,
    refuse?: Error,
  ): Promise<Commit> {
    const commits: Commit[] = [];
    let polls = 0;
    const stop = new AbortController();
    const claim: Claim = {
      partition: 0,
      signal: stop.signal,
      states: new Map(),
      offsets: new Map(),
      poll: () => Promise.resolve(polls++ === 0 ? entries : []),
      commit(commit) {
        commits.push(commit);
        stop.abort();
        return refuse === undefined ? Promise.resolve() : Promise.reject(refuse);
      },
    };
    const broker = {
      join: async (_group: unknown, work: (each: Claim) => Promise<void>) => {
        await work(claim);
        return { done: Promise.resolve(), close: () => Promise.resolve() };
      },
    } as unknown as Broker;
    await runWindowStage(broker, stage, { ...(begin && { begin }) }).catch((error: unknown) => {
      if (error !== refuse) throw error;
    });
    return commits[0] as Commit;
  }

  it("passes the last context on where nobody makes spans", async () => {
    const { outputs } = await run(traced(WINDOW, 2, 5));
    expect(outputs[0]?.entries.map(({ trace }) => trace)).toEqual([context(5)]);
  });

  it("writes nothing of traces where there are none", async () => {
    const { outputs } = await run(traced(WINDOW));
    expect(Object.keys(outputs[0]?.entries[0] ?? {})).toEqual(["key", "time", "value"]);
  });

  it.each([
    ["committed", undefined],
    ["not committed", new Error("fenced")],
  ])("ends a span when what came of it is %s, and its context goes on", async (_, refuse) => {
    const ends: unknown[] = [];
    const begin = ({ key }: TracedStep): TraceSpan => ({
      context: context(99),
      end: (error) => void ends.push([key, error]),
    });
    const { outputs } = await run(traced(WINDOW, 2), begin, refuse);
    expect(outputs[0]?.entries.map(({ trace }) => trace)).toEqual([context(99)]);
    expect(ends).toEqual([["a", refuse]]);
  });
});
