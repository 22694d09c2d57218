import {
  type Alarm,
  alarms,
  type Contract,
  features,
  feedback,
  type FeatureWindow,
  type Message,
  predictions,
  type Prediction,
} from "@presage/contracts";
import { foldTask, type StoredEntry, type TaskResult } from "@presage/stream";
import { describe, expect, it } from "vitest";
import {
  clipped,
  KEY,
  repeat,
  settingsOf,
  temperature,
  tinyModel,
  vibration,
  windowOf,
  windowsOf,
} from "./fixture.ts";
import { type AssetState, scorerStage } from "./stage.ts";

type Entries = readonly StoredEntry[];

/** Entries as they would be in the log; heard are windows and what was said. */
const entriesOf = <V>(contract: Contract<V>, messages: readonly Message<V>[], from = 0): Entries =>
  messages.map((message, i) => ({
    topic: contract.topic,
    partition: 0,
    offset: from + i,
    key: message.key,
    time: message.time,
    value: contract.encode(message),
  }));

const said = (key: string): Entries =>
  entriesOf(feedback, [{ key, time: 1, value: { action: "reset-baseline", at: 1, by: "jo" } }]);

/** Runs the stage as its host does; from the committed states again after every `restart` polls. */
async function run(
  polls: readonly Entries[],
  restart = Infinity,
  stage = scorerStage(settingsOf(tinyModel())),
) {
  const states = new Map<string, Uint8Array>();
  const results: TaskResult[] = [];
  let task = foldTask(stage, states);
  for (const [i, poll] of polls.entries()) {
    if (i > 0 && i % restart === 0) task = foldTask(stage, new Map(states));
    const result = await task(poll);
    for (const [key, bytes] of result.states) states.set(key, bytes);
    results.push(result);
  }
  const outputs = results.flatMap((result) => result.outputs);
  const of = <V>(contract: Contract<V>): Message<V>[] =>
    outputs
      .filter(({ topic }) => topic === contract.topic)
      .map((o) => contract.decode(o.key, o.time, o.encode()));
  const stateOf = (key: string) => JSON.parse(new TextDecoder().decode(states.get(key))) as AssetState;
  return {
    predictions: of(predictions).map(({ value }): Prediction => value),
    alarms: of(alarms).map(({ value }): Alarm => value),
    bytes: outputs.map((o) => `${o.topic} ${o.key} ${new TextDecoder().decode(o.encode())}`),
    stateOf,
  };
}

/** As polls of so many entries. */
const cut = (entries: Entries, size: number): Entries[] =>
  Array.from({ length: Math.ceil(entries.length / size) }, (_, i) => entries.slice(i * size, (i + 1) * size));

/** A machine that is learned, wears, is looked after and is calm again; some windows are of no use. */
const life = (key: string): Message<FeatureWindow>[] => {
  const wear = Array.from({ length: 20 }, (_, i) => 1 + i / 10);
  return [...repeat(1, 12), ...wear, ...repeat(1, 20)].map((level, n) => {
    const noisy = level * (1 + 0.03 * Math.sin(7 * n));
    const vib = n % 9 === 5 ? clipped(noisy) : vibration(noisy);
    return windowOf(n, n % 4 === 3 ? { vib } : { vib, bearing: temperature(50 + 5 * level) }, key);
  });
};

/** Two assets, window by window in turn. */
const plant = (): Entries => {
  const [a, b] = [life("site/area/line/a"), life("site/area/line/b").slice(5)];
  const turns = a.flatMap((message, i) => (b[i] === undefined ? [message] : [message, b[i]]));
  return entriesOf(features, turns);
};

describe("the scorer", () => {
  it("goes on from what an older version wrote, which has fewer members", async () => {
    const windows = windowsOf(repeat(1, 10));
    const { condition, life: before } = (await run([entriesOf(features, windows.slice(0, 5))])).stateOf(KEY);
    const old = {
      condition: { baseline: condition.baseline, history: condition.history },
      life: { open: before.open },
    };
    const states = new Map([[KEY, new TextEncoder().encode(JSON.stringify(old))]]);
    const { outputs } = await foldTask(
      scorerStage(settingsOf(tinyModel())),
      states,
    )(entriesOf(features, windows.slice(5), 5));
    expect(outputs.filter(({ topic }) => topic === predictions.topic)).toHaveLength(5);
  });

  it("learns a machine, opens a failure as it wears, explains it, and closes it when it is well again", async () => {
    const { alarms: told, predictions: made } = await run([plant()]);
    expect(made).toHaveLength(99);
    const ofA = told.filter(({ asset }) => asset.endsWith("/a")).map(({ failure }) => failure);
    expect(ofA[0]).toMatchObject({ state: "opened", revision: 1, basis: "model" });
    expect(ofA.at(-1)).toMatchObject({ state: "closed" });
    for (const { risk, baseRisk = NaN, contributions = [] } of ofA) {
      const sum = contributions.reduce((total, { contribution }) => total + contribution, baseRisk);
      expect(Math.abs(sum - (risk ?? NaN))).toBeLessThan(1e-6);
    }
  });

  it("tells a failure without an explanation if the model cannot give one, and goes on", async () => {
    const model = tinyModel();
    const explains = (count: number): boolean => count === 2 ** 3;
    const score: typeof model.score = (rows, count) =>
      explains(count) ? Promise.reject(new Error("out of memory")) : model.score(rows, count);
    const settings = settingsOf({ ...model, score });
    const { alarms: told, predictions: made } = await run(cut(plant(), 7), Infinity, scorerStage(settings));
    expect(made).toHaveLength(99);
    expect(told[0]?.failure).toMatchObject({ state: "opened", basis: "model" });
    for (const { failure } of told) expect(failure).not.toHaveProperty("contributions");
  });

  it("gives the same, to the byte, however the windows are cut into polls", async () => {
    const all = await run([plant()]);
    for (const size of [1, 7]) expect((await run(cut(plant(), size))).bytes).toEqual(all.bytes);
  });

  it("gives the same, to the byte, from states restored out of JSON, wherever it was restarted", async () => {
    const undisturbed = await run([plant()]);
    for (const [size, restart] of [
      [1, 1],
      [7, 1],
      [5, 3],
    ] as const)
      expect((await run(cut(plant(), size), restart)).bytes).toEqual(undisturbed.bytes);
  });

  it("learns a baseline anew, under the next version, when it is told to", async () => {
    const windows = entriesOf(features, windowsOf(repeat(1, 26)));
    const { predictions: made } = await run([windows.slice(0, 12), said(KEY), windows.slice(12)]);
    const statuses = made.map(({ baseline, risk }) => [baseline?.version, baseline?.windows, risk !== null]);
    expect(statuses[11]).toEqual([1, 10, true]);
    expect(statuses[12]).toEqual([2, 1, false]);
    expect(statuses[21]).toEqual([2, 10, false]);
    expect(statuses[22]).toEqual([2, 10, true]);
    // The age counts from the first window after the reset: a horizon of a tenth of it.
    expect(made[12]?.horizonHours).toBeCloseTo(0.1 / 360, 12);
  });

  it("takes a machine as it is after a reset, and leaves others alone", async () => {
    const other = "site/area/line/other";
    const before = [...windowsOf(repeat(1, 10)), ...windowsOf(repeat(1, 10), other)];
    const after = Array.from({ length: 14 }, (_, i) => i + 10).flatMap((n) =>
      [KEY, other].map((key) => windowOf(n, { vib: vibration(3), bearing: temperature(50) }, key)),
    );
    const { predictions: made } = await run([
      entriesOf(features, before),
      [...said(KEY), ...entriesOf(features, after, before.length)],
    ]);
    const [reset, kept] = made.slice(-2);
    expect(reset).toMatchObject({ baseline: { version: 2 } });
    expect(reset?.risk).toBeLessThan(0.1);
    expect(kept).toMatchObject({ baseline: { version: 1 } });
    expect(kept?.risk).toBeGreaterThan(0.9);
  });

  it("counts versions up also for a machine of which it never heard", async () => {
    const { stateOf } = await run([said(KEY), said(KEY)]);
    expect(stateOf(KEY).condition.baseline).toEqual({ version: 3, since: null, states: {} });
  });

  it("closes a failure that a limit opened while the machine is learned, once the limit is no longer passed", async () => {
    const hot = [0, 1, 2].map((n) => windowOf(n, { vib: vibration(1), bearing: temperature(95) }));
    const cool = [3, 4, 5, 6, 7].map((n) => windowOf(n, { vib: vibration(1), bearing: temperature(50) }));
    const { alarms: told, predictions: made } = await run([entriesOf(features, [...hot, ...cool])]);
    expect(told.map(({ failure }) => [failure.state, failure.basis])).toEqual([
      ["opened", "rule"],
      ["closed", "rule"],
    ]);
    expect(told.every(({ failure }) => failure.contributions === undefined)).toBe(true);
    expect(made.every(({ risk }) => risk === null)).toBe(true);
  });

  it("keeps a small state", async () => {
    const { stateOf } = await run([entriesOf(features, life(KEY))]);
    expect(Buffer.byteLength(JSON.stringify(stateOf(KEY)))).toBeLessThan(3_000);
  });
});
