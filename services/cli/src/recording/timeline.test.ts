import { describe, expect, it } from "vitest";
import type { Recording } from "@presage/recording";
import { eventTime, paceOf, sendAfter, timeline } from "./timeline.ts";

const recording: Recording = {
  name: "Bearing1_1",
  rate: 25_600,
  samples: 2,
  axes: ["horizontal", "vertical"],
  shaftHz: 30,
  bearing: { balls: 13, ball_mm: 3.5, pitch_mm: 25.6, contact_deg: 0 },
  times: [0, 10],
  failure: 10,
  temperature: [{ t_s: 5, value: 70.378 }],
  block: (snapshot, axis) => Float64Array.of(snapshot * 0.0015, axis * 0.0015),
};

describe("a timeline", () => {
  it("has one message per axis and snapshot and one per temperature, in the order of time", () => {
    const moments = timeline([recording]);
    expect(moments.map((m) => [m.at, m.sensor])).toEqual([
      [0, "vib-horizontal"],
      [0, "vib-vertical"],
      [5, "temperature"],
      [10, "vib-horizontal"],
      [10, "vib-vertical"],
    ]);
    expect(moments[4]?.payload(7)).toBe('{"t":7,"rate":25600,"unit":"g","v":[0.0015,0.0015]}');
    expect(moments[2]?.payload(7)).toBe('{"t":7,"v":70.378,"unit":"Cel"}');
  });

  it("sends at N times the recorded pace with event times that are the times of sending", () => {
    const pace = paceOf(1_000_000, 100, 10);
    expect(eventTime(pace, 50)).toBe(1_005_000);
    expect(sendAfter(pace, 50)).toBe(5_000);
  });

  it("keeps the recorded distances at full speed, and ends now", () => {
    const pace = paceOf(1_000_000, 100, Infinity);
    expect(eventTime(pace, 0)).toBe(900_000);
    expect(eventTime(pace, 100)).toBe(1_000_000);
    expect(sendAfter(pace, 100)).toBe(0);
  });

  it("compresses event time on demand", () => {
    expect(eventTime(paceOf(1_000_000, 100, Infinity, 4), 0)).toBe(975_000);
  });
});
