import { loadConfig } from "@presage/service";
import {
  type EdgeMessage,
  type EdgeMetrics,
  EdgeState,
  encodePayload,
  type Properties,
} from "@presage/sparkplug";
import { describe, expect, it } from "vitest";
import type { Intake } from "./intake.ts";
import { type HostOutcome, SparkplugSource } from "./sparkplug-source.ts";

const NOW = 1_700_000_000_000;
const DAY = 86_400_000;
const NODE = { group: "plant", node: "gateway" };
const [defaults] = loadConfig({ env: {} }).sources;

type Sparkplug = NonNullable<typeof defaults>["sparkplug"];

const text = (value: string) => ({ type: "String", value }) as const;
const waveform = { engUnit: text("g"), rate: { type: "Double", value: 25_600 } } satisfies Properties;

function newSource(sparkplug: Partial<Sparkplug> = {}): SparkplugSource {
  if (defaults === undefined) throw new Error("no source");
  return new SparkplugSource({
    maxBytes: 10_000,
    maxSamples: 4,
    maxClockSkew: 60_000,
    maxClockError: 365 * DAY,
    sparkplug: { ...defaults.sparkplug, ...sparkplug },
  });
}

const take = (source: SparkplugSource, messages: readonly EdgeMessage[], receivedAt = NOW): HostOutcome =>
  source.take(messages.map(({ topic, payload }) => ({ topic, payload, receivedAt })));

/** An edge node with one device of these metrics, born and heard. */
function born(metrics: EdgeMetrics, sparkplug: Partial<Sparkplug> = {}) {
  const source = newSource(sparkplug);
  const edge = new EdgeState(NODE, 0);
  edge.connecting(NOW);
  edge.put("press", metrics, NOW);
  return { source, edge, birth: take(source, edge.birth(NOW)) };
}

const summary = (intakes: readonly Intake[]): unknown[] =>
  intakes.map((intake) => {
    const { key, time } = intake.message;
    if (intake.kind === "samples") {
      const { sensor, quantity, unit, rate, values } = intake.message.value;
      return [key, time - NOW, sensor, quantity, unit, rate, [...values]];
    }
    return intake.kind === "rejected"
      ? [intake.message.value.code, intake.message.value.reason]
      : intake.kind;
  });

describe("what edge nodes publish", () => {
  it("becomes samples of the device's sensors: single values, arrays, and columns of data sets", () => {
    const { birth } = born({
      "Motor/Temperature": { type: "Int16", value: 300, properties: { engUnit: text("K") } },
      "Motor/Running": { type: "Boolean", value: true },
      "Motor/Count": { type: "UInt64", value: 7n },
      "vib-x": { type: "FloatArray", value: [0.5, -0.5], properties: waveform },
      Spectrum: {
        type: "DataSet",
        value: {
          columns: ["f", "label", "a"],
          types: ["Double", "String", "Int32"],
          rows: [
            [1.5, "low", -4],
            [2.5, "high", 5],
          ],
        },
        properties: { ...waveform, engUnit: text("mm/s") },
      },
      Serial: { type: "String", value: "X-1" },
      Since: { type: "DateTime", value: 5n },
      Nothing: { type: "Double", value: null },
      Empty: { type: "DoubleArray", value: [], properties: waveform },
    });
    const asset = "plant/area/gateway/press";
    expect(summary(birth.intakes)).toEqual([
      // 300 K; 0 °C is 273.15 K.
      [asset, 0, "Motor.Temperature", "temperature", "Cel", 0, [Math.fround(26.85)]],
      [asset, 0, "Motor.Running", "scalar", "1", 0, [1]],
      [asset, 0, "Motor.Count", "scalar", "1", 0, [7]],
      [asset, 0, "vib-x", "acceleration", "g", 25_600, [0.5, -0.5]],
      [asset, 0, "Spectrum.f", "scalar", "mm/s", 25_600, [1.5, 2.5]],
      [asset, 0, "Spectrum.a", "scalar", "mm/s", 25_600, [-4, 5]],
    ]);
    expect(birth.ignored).toBe(4);
  });

  it.each([
    ["°C", 20, "temperature", "Cel", 20],
    ["degF", 212, "temperature", "Cel", 100],
    ["RPM", 1797, "scalar", "r/min", 1797],
    ["mm/s", 2.5, "scalar", "mm/s", 2.5],
    ["Amps", 3, "scalar", "A", 3],
    ["PSI", 14.5, "scalar", "[psi]", 14.5],
    [" % ", 50, "scalar", "%", 50],
  ])("has units as people write them: %s", (written, value, quantity, unit, expected) => {
    const { birth } = born({ m: { type: "Double", value, properties: { engUnit: text(written) } } });
    const [intake] = birth.intakes;
    if (intake?.kind !== "samples") throw new Error("refused");
    expect(intake.message.value).toMatchObject({ quantity, unit });
    expect(intake.message.value.values[0]).toBeCloseTo(expected, 4);
  });

  it("is taken as the settings say: which metrics, their sensors, units and rates, and which asset", () => {
    const { birth } = born(
      {
        "Vibration (X)": { type: "Int32Array", value: [1, 2] },
        "Temps/Bearing": { type: "Double", value: 20 },
        "Temps/Oil": { type: "Double", value: 30, properties: { engUnit: text("°F") } },
        Speed: { type: "Double", value: 1 },
      },
      {
        asset: "site-1/{group}/{edge}:line/{device}",
        metrics: [
          { name: "Vibration (X)", sensor: "vib-x", unit: "m/s2", rate: 1_000 },
          { name: "Temps/*", unit: "Cel" },
        ],
      },
    );
    const asset = "site-1/plant/gateway:line/press";
    expect(summary(birth.intakes)).toEqual([
      [asset, 0, "vib-x", "acceleration", "g", 1_000, [1, 2].map((a) => Math.fround(a / 9.80665))],
      [asset, 0, "Temps.Bearing", "temperature", "Cel", 0, [20]],
      [asset, 0, "Temps.Oil", "temperature", "Cel", 0, [30]],
    ]);
    expect(birth.ignored).toBe(1);
  });

  it("is refused part by part, with one rejection for each reason", () => {
    const { birth } = born({
      good: { type: "Double", value: 1 },
      "no rate": { type: "FloatArray", value: [1], properties: { engUnit: text("g") } },
      "no unit": { type: "FloatArray", value: [1], properties: { rate: waveform.rate } },
      furlongs: { type: "Double", value: 1, properties: { engUnit: text("furlong") } },
      "too long": { type: "FloatArray", value: [1, 2, 3, 4, 5], properties: waveform },
      infinite: { type: "Double", value: Infinity },
      "(odd)": { type: "Double", value: 1 },
    });
    const codes = birth.intakes.map(({ kind, message }) => (kind === "rejected" ? message.value.code : kind));
    expect(codes).toEqual([
      "samples",
      "rate-invalid",
      "unit-unknown",
      "samples-too-many",
      "value-not-finite",
      "name-invalid",
    ]);
    expect(summary(birth.intakes.slice(2, 3))).toEqual([
      [
        "unit-unknown",
        'no unit: a block needs a unit, and there is no property of engUnit, Engineering Units, engineeringUnits, Eng Unit, unit; furlongs: the unit "furlong" is not known.',
      ],
    ]);
  });

  it("is rejected where no birth says what it is, and the node is asked for one", () => {
    const source = newSource();
    const edge = new EdgeState(NODE, 0);
    edge.connecting(NOW);
    edge.put("press", { t: { type: "Double", value: 1 } }, NOW);
    edge.birth(NOW);
    const { intakes } = take(source, edge.put("press", { t: { type: "Double", value: 2 } }, NOW));
    expect(summary(intakes)).toEqual([["node-unborn", "alias 1: no birth was seen that says what it is."]]);
    const [request] = source.rebirths(NOW);
    expect(request).toMatchObject({ topic: "spBv1.0/plant/NCMD/gateway", qos: 0, retain: false });
    const payload = Buffer.from(request?.payload ?? "");
    expect(summary(take(source, edge.command("spBv1.0/plant/NCMD/gateway", payload, NOW)).intakes)).toEqual([
      ["plant/area/gateway/press", 0, "t", "scalar", "1", 0, [2]],
    ]);
    expect(source.online).toBe(1);
  });

  it("is rejected if it is no payload, too large, or on no topic of Sparkplug B", () => {
    const source = newSource();
    const message = (topic: string, payload: Uint8Array): EdgeMessage => ({
      topic,
      payload,
      qos: 0,
      retain: false,
    });
    const { intakes } = take(source, [
      message("spBv1.0/plant/NDATA/gateway", Buffer.from("oops")),
      message("spBv1.0/plant/NDATA/gateway", Buffer.alloc(10_001)),
      message("spBv1.0/plant/OOPS/gateway", Buffer.alloc(0)),
      message("spBv1.0/plant/NCMD/gateway", Buffer.from("oops")),
      message("spBv1.0/STATE/another", Buffer.from("oops")),
    ]);
    expect((summary(intakes) as string[][]).map(([code]) => code)).toEqual([
      "protobuf-malformed",
      "payload-too-large",
      "topic-unknown",
    ]);
  });
});

describe("bytes of any kind", () => {
  it("become samples or rejections, wherever a birth is cut off and whatever byte of it is another", () => {
    const edge = new EdgeState(NODE, 0);
    edge.connecting(NOW);
    const w = { type: "FloatArray", value: [1, 2], properties: waveform } as const;
    edge.put("press", { w, t: { type: "Int64", value: 5n, properties: { engUnit: text("°C") } } }, NOW);
    const source = newSource();
    for (const message of edge.birth(NOW)) {
      const { payload } = message;
      for (let at = 0; at < payload.length; at++) {
        const turned = Uint8Array.from(payload);
        turned[at] = (turned[at] ?? 0) ^ (1 << (at % 8));
        const damaged = [payload.subarray(0, at), turned].map((bytes) => ({ ...message, payload: bytes }));
        for (const { kind } of take(source, damaged).intakes) expect(["samples", "rejected"]).toContain(kind);
      }
    }
  });
});

describe("the time of a value", () => {
  const timed = (timestamp: number) => ({ t: { type: "Double", value: timestamp, timestamp } }) as const;

  it("is the bridge's, and marked, if the node's clock is off", () => {
    const { source, edge } = born(timed(NOW));
    const { intakes } = take(source, edge.put("press", timed(NOW - 60_001), NOW));
    expect(intakes[0]?.message).toMatchObject({ time: NOW, value: { clockSkewed: true } });
  });

  it("is its own if it comes from the node's store, however long ago, and the oldest comes first", () => {
    const { source, edge } = born(timed(NOW));
    const stored = [NOW - 1_000, NOW - 30 * DAY, NOW - 366 * DAY].map(timed);
    const { intakes } = take(source, edge.history("press", stored, NOW));
    expect(intakes.map(({ kind, message }) => [kind, message.time - NOW])).toEqual([
      ["samples", -30 * DAY],
      ["samples", -1_000],
      ["rejected", 0],
    ]);
    expect(intakes.map(({ message }) => (message.value as { clockSkewed?: boolean }).clockSkewed)).toEqual([
      false,
      false,
      undefined,
    ]);
  });

  it("is not in the future, not even from a store", () => {
    const { source, edge } = born(timed(NOW));
    const { intakes } = take(source, edge.history("press", [timed(NOW + DAY)], NOW));
    expect(intakes[0]?.message).toMatchObject({ time: NOW, value: { clockSkewed: true } });
  });

  it("is that of the birth for a single value that last changed before, and its own for a block", () => {
    const { birth } = born({
      ...timed(NOW - 7 * DAY),
      wave: { type: "FloatArray", value: [1], properties: waveform, timestamp: NOW - 7 * DAY },
    });
    expect(summary(birth.intakes)).toEqual([
      ["plant/area/gateway/press", -7 * DAY, "wave", "acceleration", "g", 25_600, [1]],
      ["plant/area/gateway/press", 0, "t", "scalar", "1", 0, [Math.fround(NOW - 7 * DAY)]],
    ]);
  });
});

describe("the host application's state", () => {
  it("is retained JSON, and contradicted by somebody who says that it is offline", () => {
    const source = newSource({ hostId: "h1" });
    const online = source.presence(true, NOW);
    expect(online).toEqual({
      topic: "spBv1.0/STATE/h1",
      payload: '{"online":true,"timestamp":1700000000000}',
      qos: 1,
      retain: true,
    });
    const heard = (payload: string) =>
      source.take([{ topic: "spBv1.0/STATE/h1", payload: Buffer.from(payload), receivedAt: NOW }]);
    expect(heard(String(online.payload))).toEqual({ intakes: [], ignored: 0, contradicted: false });
    expect(heard('{"online":false,"timestamp":5}').contradicted).toBe(true);
    expect(heard("oops").contradicted).toBe(false);
  });

  it("takes an edge node's own metrics as those of an asset of its name", () => {
    const source = newSource();
    const payload = encodePayload({
      timestamp: NOW,
      seq: 0,
      metrics: [{ name: "CPU/Load", type: "Double", timestamp: NOW, value: 7 }],
    });
    const { intakes } = take(source, [
      { topic: "spBv1.0/plant/NBIRTH/gateway", payload, qos: 0, retain: false },
    ]);
    expect(summary(intakes)).toEqual([["plant/area/gateway/gateway", 0, "CPU.Load", "scalar", "1", 0, [7]]]);
  });
});
