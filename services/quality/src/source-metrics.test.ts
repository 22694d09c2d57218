import type { FeatureWindow, Message } from "@presage/contracts";
import { createMetrics } from "@presage/service";
import { describe, expect, it } from "vitest";
import { good, KEY, MINUTE, NOON, WINDOW } from "./quality.testkit.ts";
import { scoreboard } from "./scoreboard.ts";
import { sourceMetrics } from "./source-metrics.ts";

const messageOf = (
  start: number,
  sensors: Record<string, ReturnType<typeof good>>,
): Message<FeatureWindow> => ({
  key: KEY,
  time: start + WINDOW,
  value: {
    start,
    end: start + WINDOW,
    closedAt: start + WINDOW,
    sensors: Object.fromEntries(
      Object.entries(sensors).map(([sensor, quality]) => [
        sensor,
        { quantity: "scalar" as const, unit: "A", features: {}, quality },
      ]),
    ),
    quality: { duplicates: 0, late: 0, usable: 1 },
  },
});

describe("the metrics of a source", () => {
  it("count what came with which quality of service, came again, came late, was lost and came after all", async () => {
    const metrics = createMetrics();
    const count = sourceMetrics(metrics);
    const sequence = { numbered: 10, lost: 5, recovered: 2, restarts: 0 };
    count([messageOf(NOON, { a: good(NOON, { qos: [1, 9, 0], duplicates: 3, late: 4, sequence }) })]);
    count([messageOf(NOON + WINDOW, { a: good(NOON + WINDOW), b: good(NOON) })]);
    const text = await metrics.registry.metrics();
    for (const line of [
      'presage_source_delivered_messages_total{source="plant",qos="0"} 1',
      'presage_source_delivered_messages_total{source="plant",qos="1"} 29',
      'presage_source_duplicate_messages_total{source="plant"} 3',
      'presage_source_late_messages_total{source="plant"} 4',
      'presage_source_lost_messages_total{source="plant"} 5',
      'presage_source_recovered_messages_total{source="plant"} 2',
      'presage_source_latency_seconds_count{source="plant"} 3',
    ])
      expect(text).toContain(`${line}\n`);
  });

  it("tell the clocks by the shortest latency of each sensor in some minutes", async () => {
    const metrics = createMetrics();
    let now = 0;
    const count = sourceMetrics(metrics, () => (now += 10_000));
    const least = async (of: string) =>
      (await metrics.sourceClockSkewSeconds.get()).values.find((v) => v.labels["of"] === of)?.value;
    const at = (start: number, min: number) => good(start, { latency: { min, median: 5000, max: 9000 } });
    for (let start = NOON; start <= NOON + 10 * MINUTE; start += WINDOW)
      count([messageOf(start, { ahead: at(start, start === NOON ? -2500 : 900), far: at(start, 400) })]);
    expect([await least("least"), await least("greatest")]).toEqual([-2.5, 0.4]);
    // Ten minutes later the clock was set right.
    for (let start = NOON + 10 * MINUTE; start <= NOON + 21 * MINUTE; start += WINDOW)
      count([messageOf(start, { ahead: at(start, 30), far: at(start, 400) })]);
    expect([await least("least"), await least("greatest")]).toEqual([0.03, 0.4]);
  });

  it("are not there for windows that do not say their source", async () => {
    const metrics = createMetrics();
    const { source: _, ...quality } = good(NOON);
    sourceMetrics(metrics)([messageOf(NOON, { a: quality })]);
    expect(await metrics.registry.metrics()).not.toContain("presage_source_delivered_messages_total{");
  });
});

describe("the scoreboard of breaches", () => {
  it("counts those that are open, by kind, and forgets assets that are looked after elsewhere", async () => {
    const metrics = createMetrics();
    let now = 0;
    const board = scoreboard(metrics, () => now);
    const open = async () =>
      Object.fromEntries(
        (await metrics.qualityOpenBreaches.get()).values.map((v) => [v.labels["kind"] ?? "", v.value]),
      );
    board.note("a", ["gap", "coverage"]);
    board.note("b", ["gap"]);
    board.tell();
    expect(await open()).toEqual({ coverage: 1, gap: 2, latency: 0, range: 0, stuck: 0 });
    now = 50_000;
    board.note("a", ["gap"]);
    now = 70_000;
    board.tell();
    expect(await open()).toMatchObject({ coverage: 0, gap: 1 });
    board.note("a", []);
    board.tell();
    expect(await open()).toMatchObject({ gap: 0 });
  });
});
