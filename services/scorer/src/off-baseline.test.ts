import { alarms, type Failure, type FeatureWindow, predictions, type Prediction } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import type { Commissioning } from "./condition.ts";
import type { AbsoluteLimits } from "./rules.ts";
import { type LiveModel, scorerStage } from "./stage.ts";

const WINDOW = 10_000;
const KEY = "site/area/line/pump";

/** Asks for vibration, of which these assets have none. */
const model: LiveModel = {
  reference: { name: "vibration", version: "1.0.0", digest: "d" },
  inputs: ["rms", "kurtosis", "peak"].map((name) => ({
    feature: `acceleration.${name}@short`,
    transform: "asinh",
    mean: 0,
    std: 1,
    fallback: 0,
  })),
  rule: { threshold: 0.6, k: 3, n: 5, clearThreshold: 0.3, clearWindows: 6, quietTime: 60_000 },
  horizon: { hours: 24 },
  score: (_, count) => Promise.resolve({ risks: new Float32Array(count).fill(0.01), remaining: null }),
};

type Values = Readonly<Record<string, number>>;
type Sensor = FeatureWindow["sensors"][string];

const GOOD = {
  blocks: 1,
  samples: 10,
  coverage: 1,
  gaps: 0,
  stuck: 0,
  outOfRange: 0,
  clipped: 0,
  clockSkewed: 0,
};

/** Names tell what a sensor measures; `quality` is that of all of them. */
function sensorOf(name: string, value: number, quality = GOOD): Sensor {
  if (name.startsWith("vib"))
    return {
      quantity: "acceleration",
      unit: "g",
      features: { rms: value, kurtosis: 3, peak: 4 * value },
      quality,
    };
  return name.startsWith("temperature")
    ? { quantity: "temperature", unit: "Cel", features: { mean: value }, quality }
    : { quantity: "scalar", unit: "A", features: { median: value, std: 0.01 * value }, quality };
}

interface Options {
  readonly limits?: AbsoluteLimits;
  readonly commissioning?: Partial<Commissioning>;
  readonly quality?: typeof GOOD;
}

/** Runs one window per set of values through the stage. */
async function run(rows: readonly Values[], options: Options = {}) {
  const { limits = { deviation: 6 }, commissioning, quality } = options;
  const stage = scorerStage({
    modelOf: () => model,
    limitsOf: () => limits,
    commissioningOf: () => ({ windows: 20, ...commissioning }),
  });
  let state = stage.initial;
  const made: Prediction[] = [];
  const told: Failure[] = [];
  for (const [i, values] of rows.entries()) {
    const [start, end] = [i * WINDOW, (i + 1) * WINDOW];
    const sensors = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, sensorOf(name, value, quality)]),
    );
    const value = { start, end, closedAt: end, sensors, quality: { duplicates: 0, late: 0, usable: 1 } };
    const [judged] = await stage.prepare([{ key: KEY, time: end, value }], () => state);
    if (judged === undefined) throw new Error("the stage judged no window");
    const [next, outputs] = await stage.step(state, judged);
    state = next;
    for (const output of outputs) {
      const bytes = output.encode();
      if (output.topic === "predictions") made.push(predictions.decode(KEY, end, bytes).value);
      if (output.topic === "alarms") told.push(alarms.decode(output.key, end, bytes).value.failure);
    }
  }
  return { made, told };
}

/** Windows in which values wander by half a percent. */
const steady = (n: number, values: Values): Values[] =>
  Array.from({ length: n }, (_, i) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value], s) => [name, value * (1 + 0.005 * Math.sin(i * (1.7 + s)))]),
    ),
  );

const NORMAL = { current: 20, pressure: 5 };
const CHANGED = { current: 30, pressure: 5 };

describe("a slow sensor of an asset without vibration", () => {
  it("raises one low process change, by rule, when it has left its baseline for long, and names itself", async () => {
    const { told, made } = await run([...steady(40, NORMAL), ...steady(60, CHANGED)]);
    expect(told.map(({ state }) => state)).toEqual(["opened"]);
    expect(told[0]).toMatchObject({
      severity: "low",
      basis: "rule",
      rules: ["off-baseline"],
      risk: null,
      drivers: [{ feature: "scalar.median", sensor: "current" }],
      modes: [{ mode: "process-change" }],
    });
    expect(told[0]?.drivers[0]?.reference).toBeCloseTo(20, 0);
    expect(told[0]?.action).toContain("process");
    expect(made.at(-1)?.deviation).toBeGreaterThan(6);
  });

  it("raises it for less as for more, and for a temperature as for a current", async () => {
    expect((await run([...steady(40, NORMAL), ...steady(40, { ...NORMAL, pressure: 3 })])).told).toHaveLength(
      1,
    );
    const temperature = (value: number): Values => ({ temperature: value });
    const { told } = await run([...steady(40, temperature(60)), ...steady(40, temperature(20))]);
    expect(told).toMatchObject([{ severity: "low", drivers: [{ sensor: "temperature" }] }]);
  });

  it("closes it when it has been back for a while", async () => {
    const { told } = await run([...steady(40, NORMAL), ...steady(30, CHANGED), ...steady(30, NORMAL)]);
    expect(told.map(({ state }) => state)).toEqual(["opened", "closed"]);
  });

  it("raises nothing on a spike, nor on one in every third window", async () => {
    const rows = [...steady(40, NORMAL), CHANGED, ...steady(40, NORMAL)];
    expect((await run(rows)).told).toEqual([]);
    const often = steady(120, NORMAL).map((row, i) => (i > 40 && i % 3 === 0 ? CHANGED : row));
    expect((await run(often)).told).toEqual([]);
  });

  it("raises nothing on what passes within half a minute", async () => {
    const rows = [...steady(40, NORMAL), ...steady(3, { ...NORMAL, current: 26 }), ...steady(40, NORMAL)];
    expect((await run(rows)).told).toEqual([]);
  });

  it("raises nothing while its baseline is not frozen", async () => {
    const { told, made } = await run([...steady(9, NORMAL), ...steady(10, CHANGED)]);
    expect(told).toEqual([]);
    expect(made.every(({ deviation }) => deviation === undefined)).toBe(true);
  });

  it("raises nothing on data that is bad, nor when the limit is 0", async () => {
    const rows = [...steady(40, NORMAL), ...steady(60, CHANGED)];
    expect((await run(rows, { quality: { ...GOOD, outOfRange: 1 } })).told).toEqual([]);
    expect((await run(rows, { limits: { deviation: 0 } })).told).toEqual([]);
  });

  it("raises nothing where it always was zero and has no scale", async () => {
    expect((await run([...steady(40, { temperature: 50, valve: 0 })])).told).toEqual([]);
  });
});

describe("operating states and the sensors that tell them", () => {
  const states = { sensor: "load", bounds: [50] };
  const low = { load: 20, current: 10 };
  const high = { load: 80, current: 30 };
  const shifts = [...steady(30, low), ...steady(30, high), ...steady(30, low), ...steady(30, high)];

  it("raises nothing when the state changes, as each has its own baseline", async () => {
    expect((await run(shifts, { commissioning: { states } })).told).toEqual([]);
    expect((await run(shifts)).told).not.toEqual([]);
  });

  it("raises what is not usual for the state it is in", async () => {
    const rows = [...shifts, ...steady(40, { load: 20, current: 30 })];
    const { told } = await run(rows, { commissioning: { states } });
    expect(told).toMatchObject([{ drivers: [{ sensor: "current" }] }]);
  });

  it("raises nothing on the state's own sensor, nor on that of the shaft's speed", async () => {
    const loads = [...steady(40, { load: 60, current: 30 }), ...steady(60, { load: 95, current: 30 })];
    expect((await run(loads, { commissioning: { states } })).told).toEqual([]);
    const speeds = [...steady(40, { speed: 1500, current: 30 }), ...steady(60, { speed: 900, current: 30 })];
    expect((await run(speeds, { commissioning: { speedSensor: "speed" } })).told).toEqual([]);
  });
});

describe("an asset that the model scores", () => {
  const RUNNING = { "vib-x": 0.5, speed: 1500 };

  it("is left to the model, however its slow sensors move", async () => {
    const { told, made } = await run([...steady(40, RUNNING), ...steady(60, { ...RUNNING, speed: 700 })]);
    expect(told).toEqual([]);
    expect(made.at(-1)).toMatchObject({ rules: [], risk: expect.closeTo(0.01, 5) });
  });

  it("is still left to it when the vibration is not heard for a while", async () => {
    expect((await run([...steady(40, RUNNING), ...steady(60, { speed: 700 })])).told).toEqual([]);
  });
});
