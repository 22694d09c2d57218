import { describe, expect, it, vi } from "vitest";
import { foldTask } from "./fold-task.ts";
import { output } from "./stage.ts";
import { PARTITION_KEY, type Task } from "./task.ts";
import { windowTask } from "./window-task.ts";
import { type Item, log, readings, stage, summaries } from "./window-task.testkit.ts";

const keysOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `asset${i}`);

/** How often a map is looked into while the task works on an entry: a walk over all assets is as many looks. */
async function looks(task: Task, items: readonly Item[], offset: number): Promise<number> {
  const entries = log(items).map((entry) => ({ ...entry, offset: entry.offset + offset }));
  const spy = vi.spyOn(Map.prototype, "get");
  try {
    await task(entries);
    return spy.mock.calls.length;
  } finally {
    spy.mockRestore();
  }
}

/** A window task in which so many assets have an open window. */
async function waiting(assets: number): Promise<Task> {
  const task = windowTask(stage, new Map());
  await task(log(keysOf(assets).map((key): Item => [key, 1, "1", 1])));
  return task;
}

describe("the work of a window task", () => {
  it("on a heartbeat that closes nothing is the same for 100 and 10,000 assets that wait", async () => {
    const beat: Item[] = [{ heartbeat: 12 }];
    const few = await looks(await waiting(100), beat, 100);
    expect(await looks(await waiting(10_000), beat, 10_000)).toBe(few);
  });

  it("on a message is the same whatever the number of assets that wait", async () => {
    const message: Item[] = [["asset7", 15, "2", 15]];
    const few = await looks(await waiting(100), message, 100);
    expect(await looks(await waiting(10_000), message, 10_000)).toBe(few);
  });

  it("on a heartbeat grows with what it closes", async () => {
    const closing = async (assets: number) => looks(await waiting(assets), [{ heartbeat: 13 }], assets);
    const [few, many] = [await closing(100), await closing(1_000)];
    expect(many / few).toBeGreaterThan(8);
    expect(many / few).toBeLessThan(12);
  });

  it("leaves states of the same size however many windows an asset had", async () => {
    const task = windowTask(stage, new Map());
    const sizes: number[] = [];
    for (let n = 0; n < 1_000; n++) {
      const [entry] = log([["a", 10 * n, `${n}`, 10 * n]]);
      if (entry === undefined) throw new Error("no entry");
      const { states } = await task([{ ...entry, offset: n }]);
      sizes.push([...states].reduce((sum, [, bytes]) => sum + bytes.byteLength, 0));
    }
    // Only the digits of the numbers in it grow.
    expect(Math.max(...sizes.slice(10)) - (sizes[10] ?? 0)).toBeLessThan(16);
  });

  it("reads on from the oldest open window, whatever closed before and behind it", async () => {
    const task = windowTask(stage, new Map());
    const at = async (items: readonly Item[], offset: number) =>
      (await task(log(items).map((entry) => ({ ...entry, offset: entry.offset + offset })))).resumeAt.get(
        "readings",
      );
    expect(
      await at(
        [
          ["a", 1, "1"],
          ["b", 1, "1"],
          ["c", 1, "1"],
        ],
        0,
      ),
    ).toBe(0);
    expect(await at([["b", 15, "2"]], 3)).toBe(0);
    expect(await at([["a", 15, "2"]], 4)).toBe(2);
    expect(await at([{ heartbeat: 40 }], 5)).toBe(6);
  });
});

describe("the work of a fold task", () => {
  /** Each asset is due at the number in its name. */
  const alarm = (key: string): number => Number(key.replace("asset", ""));
  const steps: string[] = [];
  const task = (assets: number): Task =>
    foldTask(
      {
        name: "alarm",
        input: readings,
        initial: { rung: false },
        prepare: (messages) => messages,
        step: (state) => [state, []],
        heartbeat: {
          expected: keysOf(assets),
          due: ({ rung }, key) => (rung ? Infinity : alarm(key)),
          step(_, key, now) {
            steps.push(key);
            return [{ rung: true }, [output(summaries, { ...summaries.example, key, time: now })]];
          },
        },
      },
      new Map([[PARTITION_KEY, new Uint8Array(0)]]),
    );

  it("on a heartbeat is a step for each asset that is due, and none for all others", async () => {
    const ringing = task(10_000);
    for (const [offset, heartbeat] of [9, 9, 19].entries()) {
      steps.length = 0;
      const entries = log([{ heartbeat }]).map((entry) => ({ ...entry, offset }));
      const { outputs, states } = await ringing(entries);
      const expected = offset === 1 ? 0 : 10;
      expect([steps.length, outputs.length, states.size]).toEqual([expected, expected, expected]);
    }
  });
});
