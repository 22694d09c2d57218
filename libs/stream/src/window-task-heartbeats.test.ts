import { describe, expect, it } from "vitest";
import type { WindowStage } from "./stage.ts";
import { decodeState } from "./task.ts";
import { windowTask } from "./window-task.ts";
import { type Item, log, type Reading, stage } from "./window-task.testkit.ts";

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
