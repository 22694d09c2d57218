import { features, type FeatureWindow, type Message, type SampleBlock } from "@presage/contracts";
import { createVibrationAnalyzer } from "@presage/signal";
import type { ClosedWindow } from "@presage/stream";
import { describe, expect, it } from "vitest";
import { type AssetSettings, DEFAULTS, type FeaturesConfig } from "./config.ts";
import { type FeatureState, featureStage } from "./stage.ts";

const analyzer = await createVibrationAnalyzer();
const KEY = "site1/press/line2/motor7";
const START = 1_700_000_000_000;

const ASSET: AssetSettings = {
  machineGroup: 2,
  foundation: "rigid",
  shaftHz: 30,
  bearing: { balls: 9, ball_mm: 7.94, pitch_mm: 39.04, contact_deg: 0 },
  sensors: new Map(),
};

const stageOf = (config: Partial<FeaturesConfig> = {}) => featureStage({ ...DEFAULTS, ...config }, analyzer);

function block(sensor: string, time: number, values: ArrayLike<number>, over: Partial<SampleBlock> = {}) {
  const value: SampleBlock = {
    sensor,
    quantity: "acceleration",
    unit: "g",
    rate: 25_600,
    values: Float32Array.from(values),
    received: time + 5,
    clockSkewed: false,
    ...over,
  };
  return { key: KEY, time, value } satisfies Message<SampleBlock>;
}

const celsius = (sensor: string, time: number, value: number) =>
  block(sensor, time, [value], { quantity: "temperature", unit: "Cel", rate: 0 });

/** `amplitude` in g at 100 Hz, with a little of something else so that it is not clipped by chance. */
const tone = (amplitude: number, phase = 0): number[] =>
  Array.from(
    { length: 2560 },
    (_, i) =>
      amplitude * Math.sin((2 * Math.PI * 100 * i) / 25_600 + phase) + 0.001 * Math.sin(i * i * 0.37 + phase),
  );

const closed = (
  messages: readonly Message<SampleBlock>[],
  over: Partial<ClosedWindow<SampleBlock>> = {},
): ClosedWindow<SampleBlock> => ({
  key: KEY,
  start: START,
  end: START + 10_000,
  messages,
  offsets: [7, 9],
  duplicates: 0,
  late: 0,
  closedAt: 0,
  ...over,
});

/** Steps once and reads the message as a consumer would. */
function step(
  window: ClosedWindow<SampleBlock>,
  config: Partial<FeaturesConfig> = {},
  state: FeatureState = {},
): { state: FeatureState; message: Message<FeatureWindow> } {
  const [next, outputs] = stageOf(config).step(state, window);
  expect(outputs).toHaveLength(1);
  const [out] = outputs;
  if (out === undefined) throw new Error("no output");
  expect(out.topic).toBe("features");
  return { state: next, message: features.decode(out.key, out.time, out.encode()) };
}

describe("the feature stage", () => {
  it("makes one message of a window, at its end, with the features of a lone block as they are", () => {
    const b = block("vib-x", START + 100, tone(0.1));
    const { message } = step(closed([b], { duplicates: 2, late: 3 }), { assetOf: () => ASSET });
    expect(message.key).toBe(KEY);
    expect(message.time).toBe(START + 10_000);
    expect(message.value.start).toBe(START);
    expect(message.value.quality).toEqual({ duplicates: 2, late: 3, usable: 1 });
    const sensor = message.value.sensors["vib-x"];
    expect(sensor?.features).toEqual(analyzer.analyze(b.value.values, 25_600, ASSET));
    expect(sensor?.quality).toMatchObject({ blocks: 1, samples: 2560, coverage: 1, gaps: 0, clipped: 0 });
  });

  it("combines the blocks of a sensor", () => {
    const { message } = step(closed([block("vib-x", START, tone(3)), block("vib-x", START + 5000, tone(4))]));
    const sensor = message.value.sensors["vib-x"];
    expect(sensor?.features["rms"]).toBeCloseTo(Math.sqrt((9 + 16) / 4), 4);
    expect(sensor?.features["peak"]).toBeCloseTo(4, 2);
    expect(sensor?.quality.blocks).toBe(2);
    expect(sensor?.quality.samples).toBe(5120);
  });

  it("judges the zone by the asset's group and foundation", () => {
    // 0.2 g at 100 Hz: 0.2·9806.65/(2π·100·√2) = 2.207 mm/s. Group 2 rigid: B up to 2.8; group 1 flexible: A up to 3.5.
    const window = closed([block("vib-x", START, tone(0.2))]);
    expect(step(window).message.value.sensors["vib-x"]?.zone).toBe("B");
    const large: AssetSettings = { ...ASSET, machineGroup: 1, foundation: "flexible" };
    expect(step(window, { assetOf: () => large }).message.value.sensors["vib-x"]?.zone).toBe("A");
  });

  it("gives no zone to what is no vibration or too short for a spectrum", () => {
    const { message } = step(closed([celsius("temp", START, 40), block("vib-x", START, [0, 1, 0, -1])]));
    expect(message.value.sensors["temp"]).not.toHaveProperty("zone");
    expect(message.value.sensors["vib-x"]).not.toHaveProperty("zone");
  });

  it("takes the statistics of a slow sensor over all its values of the window", () => {
    const current = [4, 1, 9, 2].map((v, i) =>
      block("current", START + 1000 * i, [v], { quantity: "scalar", unit: "A", rate: 0 }),
    );
    const sensor = step(closed(current)).message.value.sensors["current"];
    expect(sensor?.unit).toBe("A");
    expect(sensor?.features).toMatchObject({ mean: 4, median: 3, min: 1, max: 9, mad: 1.5 });
  });

  it("uses the last quantity and unit of a sensor that changes them", () => {
    const before = block("s", START, [71], { quantity: "scalar", unit: "A", rate: 0 });
    const { message } = step(closed([celsius("s", START + 1000, 40), before]));
    expect(message.value.sensors["s"]).toMatchObject({ quantity: "temperature", features: { mean: 40 } });
    expect(message.value.sensors["s"]?.quality.blocks).toBe(1);
  });

  it("gives the evidence of a vibration: the mean of its blocks, with the lines of the strongest", () => {
    // At 30 Hz 0.2 g are 7.4 mm/s, far above the middle of zone B: an imbalance.
    const speed = 30;
    const next = numbers(1);
    const running = (amplitude: number) =>
      Array.from(
        { length: 25_600 },
        (_, i) => amplitude * Math.sin((2 * Math.PI * speed * i) / 25_600) + 0.001 * (next() - 0.5),
      );
    const [weak, strong] = [0.1, 0.2].map((g, i) => block("vib-x", START + 2000 * i, running(g)));
    if (weak === undefined || strong === undefined) throw new Error("no block");
    const { sensors } = step(closed([weak, strong]), { assetOf: () => ASSET }).message.value;
    const scores = [weak, strong].map(
      ({ value }) => analyzer.diagnose(value.values, value.rate, ASSET).evidence[0]?.score ?? NaN,
    );
    const [first, ...others] = sensors["vib-x"]?.evidence ?? [];
    expect(first?.mode).toBe("imbalance");
    expect(first?.score).toBeCloseTo(((scores[0] ?? NaN) + (scores[1] ?? NaN)) / 2, 12);
    expect(first?.lines.map(({ label }) => label)).toEqual(["1x"]);
    expect(first?.lines[0]?.amplitude).toBeCloseTo((0.2 * 9806.65) / (2 * Math.PI * speed * Math.SQRT2), 3);
    expect(others).toEqual([]);
  });

  it("gives no evidence without a shaft's speed, and none to what is no vibration", () => {
    const { sensors } = step(closed([celsius("temp", START, 40), block("vib-x", START, tone(1))])).message
      .value;
    expect(sensors["vib-x"]?.evidence).toEqual([]);
    expect(sensors["temp"]).not.toHaveProperty("evidence");
  });

  it("takes the shaft's speed from the median of its sensor, if that sent any", () => {
    const asset: AssetSettings = { ...ASSET, shaftHz: 30, speedSensor: "speed" };
    const rpm = (values: number[]) =>
      values.map((v, i) =>
        block("speed", START + 1000 * i, [v], { quantity: "scalar", unit: "{rev}/min", rate: 0 }),
      );
    const order = (messages: Message<SampleBlock>[]) =>
      step(closed([...messages, block("vib-x", START, tone(1))]), { assetOf: () => asset }).message.value
        .sensors["vib-x"]?.features["order_1x"];
    // The tone is at 100 Hz.
    expect(order(rpm([6000, 5990, 0]))).toBeCloseTo(1, 2);
    expect(order(rpm([-6000]))).toBeCloseTo(1, 2);
    expect(order([])).toBeLessThan(0.1);
    expect(order(rpm([0]))).toBeUndefined();
    expect(order([block("speed", START, [6000], { rate: 0 })])).toBeLessThan(0.1); // a vibration is no speed
  });

  it("identifies a block by sensor and time", () => {
    const stage = stageOf();
    expect(stage.identity(block("vib-x", START, [1]))).toBe(stage.identity(block("vib-x", START, [2])));
    expect(stage.identity(block("vib-x", START, [1]))).not.toBe(stage.identity(block("vib-y", START, [1])));
    const skewed = (t: number) => {
      const message = block("vib-x", t, [1]);
      return { ...message, value: { ...message.value, clockSkewed: true, deviceTime: START - 90_000 } };
    };
    // The bridge put its own time in place, each time another.
    expect(stage.identity(skewed(START))).toBe(stage.identity(skewed(START + 500)));
    expect(stage.heard(block("vib-x", START, [1]))).toBe(START + 5);
  });
});

/** Steps through windows of `windowMs` with one value each. */
function run(values: readonly number[], config: Partial<FeaturesConfig>) {
  const { windowMs } = { ...DEFAULTS, ...config };
  let state: FeatureState = {};
  return values.map((v, i) => {
    const start = START + i * windowMs;
    const result = step(closed([celsius("temp", start, v)], { start, end: start + windowMs }), config, state);
    state = JSON.parse(JSON.stringify(result.state)) as FeatureState;
    return {
      slope: result.message.value.sensors["temp"]?.features["slope"],
      points: state.trends?.["temp"]?.length ?? 0,
    };
  });
}

describe("the slope of a temperature", () => {
  it("spans the windows of the horizon, and no more", () => {
    // 1 Cel a window of 10 s, then level: half a minute after the horizon began to be level, it is 0.
    const values = [...Array.from({ length: 10 }, (_, i) => 40 + i), ...Array.from({ length: 6 }, () => 49)];
    const results = run(values, { trendMs: 60_000 });
    expect(results[0]?.slope).toBeUndefined();
    expect(results[1]?.slope).toBeCloseTo(6, 9);
    expect(results[9]?.slope).toBeCloseTo(6, 9);
    expect(results[12]?.slope).toBeGreaterThan(0);
    expect(results[15]?.slope).toBeCloseTo(0, 9);
  });

  it("keeps at most sixty points, however short the windows, and still spans the horizon", () => {
    const results = run(
      Array.from({ length: 1500 }, (_, i) => 40 + i / 60),
      { windowMs: 1000 },
    );
    expect(Math.max(...results.map((r) => r.points))).toBe(60);
    for (const { slope } of results.slice(1)) expect(slope).toBeCloseTo(1, 4);
  });

  it("is forgotten with the points of a sensor that fell silent", () => {
    const { state } = step(closed([celsius("temp", START, 40)]));
    expect(state.trends?.["temp"]).toEqual([[START + 10_000, 40]]);
    const later = { start: START + 600_000, end: START + 610_000 };
    expect(step(closed([block("vib-x", later.start, tone(1))], later), {}, state).state.trends).toEqual({});
  });
});

/** Repeatable numbers in [0, 1): the linear congruential generator of Numerical Recipes. */
function numbers(seed: number): () => number {
  let x = seed;
  return () => (x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

function anyMessages(next: () => number): Message<SampleBlock>[] {
  return Array.from({ length: 1 + Math.floor(next() * 8) }, (_, i) => {
    const time = START + 1000 * i + Math.floor(next() * 1000);
    const kind = next();
    if (kind < 0.2) return celsius("temp", time, 100 * next());
    if (kind < 0.4) return block("load", time, [next()], { quantity: "scalar", unit: "A", rate: 0 });
    const size = [1, 31, 100, 256, 2560][Math.floor(next() * 5)] ?? 1;
    const level = next() < 0.1 ? 0 : next();
    return block(
      next() < 0.5 ? "vib-x" : "vib-y",
      time,
      Array.from({ length: size }, () => level * (next() - 0.5)),
    );
  });
}

describe("a window's features", () => {
  it.each(Array.from({ length: 50 }, (_, i) => i))(
    "depend on state and messages alone, not on order (seed %i)",
    (seed) => {
      const next = numbers(seed);
      const messages = anyMessages(next);
      const state: FeatureState = { trends: { temp: [[START - 30_000, 40 + next()]] } };
      const frozen = JSON.stringify(state);
      const once = step(closed(messages), { assetOf: () => ASSET }, state);
      step(closed(anyMessages(next)), {}, {}); // whatever came between
      const again = step(closed(messages.toReversed()), { assetOf: () => ASSET }, state);
      expect(again).toEqual(once);
      expect(JSON.stringify(state)).toBe(frozen);
      for (const { features: named } of Object.values(once.message.value.sensors))
        for (const value of Object.values(named)) expect(value).toSatisfy(Number.isFinite);
    },
  );
});
