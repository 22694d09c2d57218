import { createMetrics } from "@presage/service";
import { describe, expect, it } from "vitest";
import { latencyBetween, quantile, ratesOf } from "./rates.ts";
import { readCounts } from "./reading.ts";

const buckets = [
  { atMost: 0.1, count: 50 },
  { atMost: 0.25, count: 90 },
  { atMost: 1, count: 100 },
  { atMost: Infinity, count: 100 },
];

describe("what flows through the pipeline", () => {
  it("is the difference of what was counted, per second", async () => {
    const metrics = createMetrics();
    const first = await readCounts(metrics, 0);
    metrics.bridgeReceivedMessages.inc(500);
    metrics.bridgeRejectedMessages.inc({ code: "json-malformed" }, 10);
    metrics.bridgeRejectedMessages.inc({ code: "unit-unknown" }, 10);
    metrics.stageClosedWindows.inc({ stage: "features" }, 100);
    const second = await readCounts(metrics, 10_000);
    expect(ratesOf([first, second])).toEqual({
      times: [10_000],
      flows: [
        { flow: "received", perSecond: [50] },
        { flow: "rejected", perSecond: [2] },
        { flow: "closed", perSecond: [10] },
        { flow: "scored", perSecond: [0] },
        { flow: "failures", perSecond: [0] },
      ],
    });
    expect(ratesOf([first]).times).toEqual([]);
  });

  it("has the latency of the events in between alone", async () => {
    const metrics = createMetrics();
    metrics.windowToEventSeconds.observe(100);
    const first = await readCounts(metrics, 0);
    metrics.windowToEventSeconds.observe(0.12);
    const between = latencyBetween(first, await readCounts(metrics, 10_000));
    expect(between.at(-1)).toEqual({ atMost: Infinity, count: 1 });
    expect(quantile(1, between)).toBe(0.15);
  });
});

// Values by the definition of histogram_quantile in the Prometheus documentation: linear within the bucket.
describe("a quantile of buckets", () => {
  it("is linear within a bucket", () => {
    expect(quantile(0.5, buckets)).toBeCloseTo(0.1);
    expect(quantile(0.25, buckets)).toBeCloseTo(0.05);
    expect(quantile(0.95, buckets)).toBeCloseTo(0.625);
  });

  it("is the greatest finite bound if it is beyond it, and nothing without events", () => {
    expect(
      quantile(0.5, [
        { atMost: 1, count: 0 },
        { atMost: Infinity, count: 3 },
      ]),
    ).toBe(1);
    expect(quantile(0.5, [{ atMost: Infinity, count: 0 }])).toBeNull();
  });
});
