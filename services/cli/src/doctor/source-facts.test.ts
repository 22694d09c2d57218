import type { FeatureWindow, Message, SensorQuality } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { distribution } from "./distribution.ts";
import { gatherFacts } from "./source-facts.ts";

const QUALITY: SensorQuality = {
  blocks: 10,
  samples: 10,
  coverage: 1,
  gaps: 0,
  stuck: 0,
  outOfRange: 0,
  clipped: 0,
  clockSkewed: 0,
  source: "plant",
  qos: [1, 9, 0],
  duplicates: 2,
  late: 1,
  timed: 10,
  sequence: { numbered: 10, lost: 3, recovered: 1, restarts: 1 },
  latency: { min: 4, median: 20, max: 100 },
};

const message = (key: string, sensors: Record<string, SensorQuality>): Message<FeatureWindow> => ({
  key,
  time: 10_000,
  value: {
    start: 0,
    end: 10_000,
    closedAt: 12_000,
    sensors: Object.fromEntries(
      Object.entries(sensors).map(([sensor, quality]) => [
        sensor,
        { quantity: "scalar" as const, unit: "A", features: {}, quality },
      ]),
    ),
    quality: { duplicates: 0, late: 0, usable: 1 },
  },
});

describe("the facts of a source", () => {
  it("add up over its windows, apart from those of other sources", () => {
    const { add, facts } = gatherFacts();
    const { sequence: _s, latency: _l, ...plain } = QUALITY;
    add(message("a", { x: QUALITY, y: { ...QUALITY, latency: { min: -7, median: 30, max: 900 } } }));
    add(message("a", { x: { ...QUALITY, latency: { min: 2, median: 20, max: 100 } } }));
    add(message("b", { x: { ...plain, source: "other", timed: 0 } }));
    expect(facts()).toEqual([
      {
        name: "plant",
        sensors: 2,
        messages: 30,
        qos: [3, 27, 0],
        numbered: 30,
        timed: 30,
        lost: 6,
        restarts: 3,
        duplicates: 6,
        late: 3,
        latency: { p50: 20, p99: 900 },
        clocks: { least: { sensor: "a/y", ms: -7 }, greatest: { sensor: "a/x", ms: 2 } },
        mostLost: { sensor: "a/x", messages: 4 },
        mostLate: { sensor: "a/x", messages: 2 },
      },
      {
        name: "other",
        sensors: 1,
        messages: 10,
        qos: [1, 9, 0],
        numbered: 0,
        timed: 0,
        lost: 0,
        restarts: 0,
        duplicates: 2,
        late: 1,
        mostLate: { sensor: "b/x", messages: 1 },
      },
    ]);
  });

  it("do without windows that say no source", () => {
    const { add, facts } = gatherFacts();
    const { source: _, ...old } = QUALITY;
    add(message("a", { x: old }));
    expect(facts()).toEqual([]);
  });
});

describe("a distribution", () => {
  it("knows its quantiles to two digits", () => {
    const { add, quantile } = distribution();
    expect(quantile(0.5)).toBeUndefined();
    for (let ms = 1; ms <= 1000; ms++) add(ms);
    add(-500, 10);
    expect(quantile(0.001)).toBe(-500);
    expect(quantile(0.5)).toBeGreaterThanOrEqual(490);
    expect(quantile(0.5)).toBeLessThanOrEqual(500);
    expect(quantile(0.99)).toBe(990);
    expect(quantile(1)).toBe(1000);
  });
});
