import { describe, expect, it } from "vitest";
import { createMetrics, METRICS } from "./metrics.ts";

describe("the table of metrics", () => {
  it.each(Object.values(METRICS))("$name is named after what it counts and its unit", (metric) => {
    expect(metric.name).toMatch(/^presage(_[a-z]+)+$/);
    const unit =
      /_(messages|metrics|nodes|requests|bytes|windows|seconds|failures|groups|models|streams|notifications|breaches|connections|refusals|index|ratio|chance)(_total)?$/.exec(
        metric.name,
      );
    expect(unit).not.toBeNull();
    expect(unit?.[2] !== undefined).toBe(metric.type === "counter");
    expect(metric.type === "histogram").toBe("buckets" in metric);
  });
});

describe("the metrics of a process", () => {
  it("are written in the Prometheus format, Presage's and those of Node.js", async () => {
    const metrics = createMetrics();
    metrics.bridgeReceivedMessages.inc(3);
    metrics.bridgeRejectedMessages.inc({ code: "json-malformed" });
    metrics.stageLagMessages.set({ stage: "features", topic: "samples" }, 7);
    metrics.windowToEventSeconds.observe(0.2);
    const text = await metrics.registry.metrics();
    expect(text).toContain("presage_bridge_received_messages_total 3\n");
    expect(text).toContain('presage_bridge_rejected_messages_total{code="json-malformed"} 1\n');
    expect(text).toContain('presage_stage_lag_messages{stage="features",topic="samples"} 7\n');
    expect(text).toContain('presage_window_to_event_seconds_bucket{le="0.15"} 0\n');
    expect(text).toContain('presage_window_to_event_seconds_bucket{le="0.2"} 1\n');
    expect(text).toContain("process_cpu_user_seconds_total");
    for (const { name } of Object.values(METRICS)) expect(text).toContain(`# TYPE ${name} `);
  });

  it("of two in one process do not get in each other's way", async () => {
    const one = createMetrics();
    const two = createMetrics();
    one.bridgeReceivedBytes.inc(5);
    expect((await two.bridgeReceivedBytes.get()).values[0]?.value).toBe(0);
  });
});
