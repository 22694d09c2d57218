import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ModelInput } from "@presage/model";
import { type NewAssignment, openFolder, promote, type Registry, rollback, shadow } from "@presage/registry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inputOf, tinyModel } from "./fixture.ts";
import { type Guard, guardModels, type GuardSettings } from "./guard.ts";
import type { Fault } from "./health.ts";
import type { LiveModel } from "./stage.ts";
import type { TakenBack } from "./take-back.ts";

const CLASS = "pumps";
const LIMITS = { latencyBudget: 100, driftLimit: 1 };
const NARROW = { edges: [-1, 0, 1], shares: [0.1, 0.4, 0.4, 0.1] };
const act = { by: "jo", at: 1 };
const reference = (version: string) => ({ name: "tiny", version, digest: `d${version}` });
const [before, live, next] = [reference("1.0.0"), reference("2.0.0"), reference("3.0.0")] as const;

/** A model that gives this risk, or throws. */
const modelOf = (risk: number | Error, inputs = [inputOf("acceleration.rms")]): LiveModel => ({
  ...tinyModel(inputs),
  reference: live,
  score(_, count) {
    return risk instanceof Error
      ? Promise.reject(risk)
      : Promise.resolve({ risks: new Float32Array(count).fill(risk), remaining: null });
  },
});
const batch = { keys: ["s/a/l/1"], rows: Float32Array.of(0.5) };

let directory: string;
let registry: Registry;
let guard: Guard | undefined;
let told: { fault: Fault; done: readonly TakenBack[] }[];
let errors: unknown[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "presage-guard-"));
  registry = openFolder(directory);
  [told, errors] = [[], []];
});
afterEach(async () => {
  await guard?.close();
  await rm(directory, { recursive: true });
});

const assign = async (made: NewAssignment | null): Promise<void> => {
  if (made === null) throw new Error("nothing changes");
  await registry.assign(CLASS, (await registry.current(CLASS))?.revision ?? 0, made);
};

function open(more: Partial<GuardSettings> = {}): Guard {
  guard = guardModels({
    registry,
    classes: ["fans", CLASS],
    limits: LIMITS,
    inputsOf: () => Promise.resolve([]),
    now: () => 7,
    onScored: () => {},
    onDrift: () => {},
    onFault: (_, fault, done) => told.push({ fault, done }),
    onError: (error) => errors.push(error),
    ...more,
  });
  return guard;
}

describe("a champion that gives risks that are not finite", () => {
  it("is rolled back, with the reason in the history", async () => {
    await assign(promote({ champion: before }, live, act));
    await open().score(modelOf(NaN), batch);
    await expect.poll(() => told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      fault: { cause: "not-finite" },
      done: [{ assetClass: CLASS, instead: before }],
    });
    expect(await registry.current(CLASS)).toEqual({
      revision: 2,
      champion: before,
      previous: live,
      action: "rollback",
      by: "presage",
      at: 7,
      comment: "it gave a risk that is not finite",
    });
  });

  it("is rolled back as well if it throws, and its windows have no finite risk", async () => {
    await assign(promote({ champion: before }, live, act));
    const { risks } = await open().score(modelOf(new Error("out of memory")), batch);
    expect([...risks]).toEqual([NaN]);
    await expect.poll(async () => (await registry.current(CLASS))?.champion).toEqual(before);
  });

  it("stays where nothing was before it, and where it is itself what was gone back to", async () => {
    await open().score(modelOf(NaN), batch);
    await expect.poll(() => told).toMatchObject([{ done: [] }]);
    await assign(promote({ champion: live }, before, act));
    await assign(rollback({ champion: before, previous: live }, act));
    await assign(shadow({ champion: live, previous: before }, next, act));
    await open().score(modelOf(NaN), batch);
    await expect.poll(() => told).toHaveLength(2);
    expect(told[1]?.done).toEqual([]);
    expect((await registry.current(CLASS))?.revision).toBe(3);
  });

  it("is left to whoever has put another in its place meanwhile", async () => {
    await assign(promote({ champion: before }, live, act));
    let isFirst = true;
    const assignLate: Registry["assign"] = async (...args) => {
      if (isFirst) await assign(promote({ champion: live, previous: before }, next, { by: "al", at: 2 }));
      isFirst = false;
      return registry.assign(...args);
    };
    await open({ registry: { ...registry, assign: assignLate } }).score(modelOf(NaN), batch);
    await expect.poll(() => told).toMatchObject([{ done: [] }]);
    expect(await registry.current(CLASS)).toMatchObject({ champion: next, by: "al" });
  });

  it("is rolled back when the registry can be asked again", async () => {
    await assign(promote({ champion: before }, live, act));
    let isAway = true;
    const current: Registry["current"] = (name) =>
      isAway ? Promise.reject(new Error("away")) : registry.current(name);
    await open({ registry: { ...registry, current } }).score(modelOf(NaN), batch);
    await expect.poll(() => errors).toHaveLength(1);
    isAway = false;
    await expect.poll(() => told, { timeout: 5_000 }).toMatchObject([{ done: [{ instead: before }] }]);
  });
});

describe("a champion whose inputs have drifted", () => {
  const input: ModelInput = { ...inputOf("acceleration.rms"), fallback: 9, histogram: NARROW };
  const drifted = {
    keys: Array.from({ length: 500 }, (_, i) => `s/a/l/${i}`),
    rows: new Float32Array(500).fill(4),
  };
  const drift = async (inputsBefore: readonly ModelInput[]): Promise<void> => {
    await assign(promote({ champion: before }, live, act));
    const guarded = open({ inputsOf: () => Promise.resolve(inputsBefore) });
    const model = modelOf(0.1, [input]);
    for (let i = 0; i < 60; i++) await guarded.score(model, drifted);
    await expect.poll(() => told).toHaveLength(1);
  };

  it("is rolled back if the one before it was trained on what comes now", async () => {
    await drift([{ ...input, mean: 4, std: 4 }]);
    expect(told).toMatchObject([{ fault: { cause: "drift" }, done: [{ instead: before }] }]);
  });

  it("is rolled back if nobody knows what the one before it was trained on", async () => {
    await drift([]);
    expect(told[0]?.done).toHaveLength(1);
  });

  it("stays if the one before it is as far from what comes now", async () => {
    await drift([input]);
    expect(told).toMatchObject([{ fault: { cause: "drift" }, done: [] }]);
  });
});

describe("a challenger that is faulty", () => {
  it("is withdrawn, and the champion stays", async () => {
    await assign(shadow({ champion: before }, live, act));
    await open().score(modelOf(NaN), batch);
    await expect.poll(() => told).toMatchObject([{ done: [{ assetClass: CLASS, instead: null }] }]);
    const current = await registry.current(CLASS);
    expect(current).toMatchObject({ champion: before, action: "withdraw", by: "presage" });
    expect(current).not.toHaveProperty("challenger");
  });
});
