import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHealth } from "./health.ts";
import { createMetrics } from "./metrics.ts";
import { type Notes, openRelay, takeNotes } from "./relay.ts";

describe("metrics and health that are noted in another thread than theirs", () => {
  const [metrics, health] = [createMetrics(), createHealth()];
  /** As a message port passes them on. */
  const told: Notes[] = [];
  const relay = () =>
    openRelay((notes) => {
      told.push(structuredClone(notes));
      takeNotes(structuredClone(notes), metrics, health);
    });
  beforeEach(() => {
    vi.useFakeTimers();
    told.length = 0;
  });
  afterEach(() => vi.useRealTimers());

  it("arrive in the order they were noted, many in one message", async () => {
    const opened = relay();
    const { metrics: there, health: healthThere } = opened;
    there.publisherOpenFailures.set({ severity: "high" }, 3);
    there.publisherOpenFailures.set({ severity: "high" }, 2);
    there.publisherPublishedMessages.inc();
    there.publisherPublishedMessages.inc(4);
    there.windowToEventSeconds.observe(0.2);
    healthThere.set("publisher.mqtt", { ok: false, why: "connecting" });
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(told).toHaveLength(1);
    expect((await metrics.publisherPublishedMessages.get()).values[0]?.value).toBe(5);
    const open = (await metrics.publisherOpenFailures.get()).values;
    expect(open.find(({ labels }) => labels.severity === "high")?.value).toBe(2);
    const text = await metrics.registry.metrics();
    expect(text).toContain('presage_window_to_event_seconds_bucket{le="0.2"} 1\n');
    expect(health.failing()).toEqual({ "publisher.mqtt": "connecting" });
    expect(healthThere.failing()).toEqual(health.failing());
    opened.close();
  });

  it("forget what is taken back", async () => {
    const opened = relay();
    const { metrics: there } = opened;
    there.scorerLiveModels.set({ class: "pump", model: "a", role: "champion" }, 1);
    there.scorerLiveModels.reset();
    opened.close();
    expect((await metrics.scorerLiveModels.get()).values).toEqual([]);
  });

  it("arrive before the end, and nothing is told when nothing was noted", () => {
    const opened = relay();
    const { metrics: there } = opened;
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([]);
    there.publisherPublishedMessages.inc();
    opened.close();
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(1_000);
    expect(told).toHaveLength(1);
  });
});
