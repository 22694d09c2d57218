import { alarms, features, feedback, type Feedback, predictions, type Prediction } from "@presage/contracts";
import { foldTask, type StoredEntry, type TaskResult } from "@presage/stream";
import { describe, expect, it } from "vitest";
import { KEY, repeat, settingsOf, tinyModel, windowsOf } from "./fixture.ts";
import { scorerStage } from "./stage.ts";

/** Ten windows to learn from, thirty that are alike, thirty in which it gets ever louder. */
const LEVELS = [...repeat(1, 40), ...Array.from({ length: 30 }, (_, i) => 1 + i / 5)];

const entries = (levels: readonly number[]): StoredEntry[] =>
  windowsOf(levels).map((message, offset) => ({
    topic: features.topic,
    partition: 0,
    offset,
    key: message.key,
    time: message.time,
    value: features.encode(message),
  }));

const stageOf = () => scorerStage(settingsOf(tinyModel()));

/** Runs entries in polls of a size; `restart` after each poll goes on from the states in the log. */
async function run(all: readonly StoredEntry[], poll: number, restart = false): Promise<TaskResult[]> {
  const states = new Map<string, Uint8Array>();
  let task = foldTask(stageOf(), states);
  const results: TaskResult[] = [];
  for (let from = 0; from < all.length; from += poll) {
    const result = await task(all.slice(from, from + poll));
    for (const [key, state] of result.states) states.set(key, state);
    results.push(result);
    if (restart) task = foldTask(stageOf(), states);
  }
  return results;
}

const texts = (results: readonly TaskResult[]): string[] =>
  results.flatMap(({ outputs }) =>
    outputs.map((out) => `${out.topic} ${Buffer.from(out.encode()).toString("utf8")}`),
  );

const predictionsOf = (results: readonly TaskResult[]): Prediction[] =>
  results.flatMap(({ outputs }) =>
    outputs
      .filter(({ topic }) => topic === predictions.topic)
      .map((out) => predictions.decode(out.key, out.time, out.encode()).value),
  );

describe("the scorer's stage", () => {
  it("says the same however the windows are cut into polls, and however often it starts again", async () => {
    const whole = texts(await run(entries(LEVELS), LEVELS.length));
    expect(whole.filter((text) => text.startsWith(alarms.topic)).length).toBeGreaterThan(0);
    for (const poll of [1, 7]) {
      expect(texts(await run(entries(LEVELS), poll))).toEqual(whole);
      expect(texts(await run(entries(LEVELS), poll, true))).toEqual(whole);
    }
  });

  it("explains a failure by parts that add up to its risk above that of the baseline", async () => {
    const opened = (await run(entries(LEVELS), 10))
      .flatMap(({ outputs }) => outputs)
      .filter(({ topic }) => topic === alarms.topic)
      .map((out) => alarms.decode(out.key, out.time, out.encode()).value.failure);
    expect(opened[0]?.contributions?.[0]?.feature).toMatch(/^acceleration\./);
    for (const { risk, baseRisk = NaN, contributions = [] } of opened) {
      const sum = contributions.reduce((total, { contribution }) => total + contribution, 0);
      expect(sum).toBeCloseTo((risk ?? NaN) - baseRisk, 6);
    }
  });

  it("learns the baseline anew when somebody says so, and scores nothing meanwhile", async () => {
    const value: Feedback = { action: "reset-baseline", at: 1, by: "jo" };
    const said = { key: KEY, time: 1, value };
    const command: StoredEntry = {
      topic: feedback.topic,
      partition: 0,
      offset: 0,
      key: KEY,
      time: 1,
      value: feedback.encode(said),
    };
    const all = entries(repeat(1, 40));
    const [before, after] = [all.slice(0, 20), all.slice(20)];
    const task = foldTask(stageOf(), new Map());
    const first = predictionsOf([await task(before)]);
    expect(first.at(-1)).toMatchObject({ baseline: { version: 1, frozen: true } });
    expect(first.at(-1)?.risk).not.toBeNull();
    const second = predictionsOf([await task([...after, command])]);
    expect(second[0]).toMatchObject({ risk: null, baseline: { version: 2, frozen: false, windows: 1 } });
    expect(second.filter(({ risk }) => risk === null)).toHaveLength(10);
    expect(second.at(-1)).toMatchObject({ baseline: { version: 2, frozen: true } });
  });
});
