import { describe, expect, it } from "vitest";
import { clippedShare, completeness, sampleQuality } from "./quality.ts";

describe("the quality of samples", () => {
  it("counts samples equal to the one before and samples outside the range", () => {
    const q = sampleQuality(Float32Array.of(1, 1, 2, 2, 2, 9), [0, 5]);
    expect(q).toEqual({ stuck: 3 / 5, outOfRange: 1 / 6 });
  });

  it("calls a constant signal wholly stuck, and no or one value not", () => {
    expect(sampleQuality(new Float32Array(100).fill(3)).stuck).toBe(1);
    expect(sampleQuality(Float32Array.of(3))).toEqual({ stuck: 0, outOfRange: 0 });
    expect(sampleQuality(new Float32Array(0), [0, 1])).toEqual({ stuck: 0, outOfRange: 0 });
  });

  it("takes the ends of the range as inside and what is no number as outside", () => {
    expect(sampleQuality(Float32Array.of(0, 5, NaN, -1), [0, 5]).outOfRange).toBe(0.5);
  });
});

describe("the clipped share", () => {
  const sine = Array.from({ length: 1000 }, (_, i) => Math.sin(i / 10 + 0.03));

  it("counts the samples that are held at either limit", () => {
    const clipped = sine.map((v) => Math.max(-0.9, Math.min(0.8, v)));
    // Every half wave here is flat for three samples and more.
    const held = clipped.filter((v) => v === -0.9 || v === 0.8).length;
    expect(clippedShare(Float64Array.from(clipped))).toBe(held / 1000);
    expect(held).toBeGreaterThan(300);
  });

  it("is zero of a whole wave, of a constant, and of peaks that two samples share", () => {
    expect(clippedShare(Float64Array.from(sine))).toBe(0);
    expect(clippedShare(new Float32Array(50).fill(2))).toBe(0);
    expect(clippedShare(Float32Array.of(0, 1, 1, 0, -1, -1, 0, 1, 1, 0))).toBe(0);
    expect(clippedShare(new Float32Array(0))).toBe(0);
  });

  it("forgets a flat top when the signal goes further", () => {
    expect(clippedShare(Float32Array.of(0, 1, 1, 1, 1, 2, 0, -1))).toBe(0);
  });
});

describe("the completeness of a window", () => {
  it("is whole when nothing is expected", () => {
    expect(completeness([], 0, 10_000)).toEqual({ coverage: 1, gaps: 0 });
  });

  it("compares the messages with those that fit into any window", () => {
    expect(completeness([0, 3000, 6000], 0, 10_000, 3000)).toEqual({ coverage: 1, gaps: 0 });
    expect(completeness([0, 3000, 6000, 9000], 0, 10_000, 3000).coverage).toBe(1);
    expect(completeness([5000], 0, 10_000, 1000).coverage).toBe(0.1);
    expect(completeness([9000], 0, 10_000, 60_000)).toEqual({ coverage: 1, gaps: 0 });
  });

  it("counts pauses over twice the interval, those at the edges too", () => {
    expect(completeness([3000, 4000, 7000, 9000], 0, 10_000, 1000).gaps).toBe(2);
    expect(completeness([0, 1000], 0, 10_000, 1000).gaps).toBe(1);
    expect(completeness([], 0, 10_000, 1000)).toEqual({ coverage: 0, gaps: 1 });
  });
});
