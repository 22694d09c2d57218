import { describe, expect, it } from "vitest";
import { createMachine } from "./create-machine.ts";
import { distortBlock, distortReading, SENSOR_FAULTS, type SensorFault } from "./sensor-fault.ts";
import { vibration } from "./vibration.ts";

const block = vibration(createMachine({ seed: 1 }), { wear: 0.2 }, 0);
const peakOf = (values: Float32Array): number => Math.max(...values.map(Math.abs));

function distorted(fault: SensorFault, strength: number, index = 0): Float32Array {
  const out = distortBlock(block, fault, strength, 5, index);
  if (out === undefined) throw new Error("no block");
  return out;
}

const readings = (fault: SensorFault, strength: number): (number | undefined)[] =>
  Array.from({ length: 1_000 }, (_, i) => distortReading(60, fault, strength, 5, i));

describe("a faulty sensor", () => {
  it.each(SENSOR_FAULTS)("(%s) changes nothing at strength 0, and never its input", (fault) => {
    const before = block.slice();
    expect(distortBlock(block, fault, 0, 5, 0)).toEqual(block);
    distortBlock(block, fault, 1, 5, 0);
    expect(block).toEqual(before);
    expect(readings(fault, 0)).toEqual(Array.from({ length: 1_000 }, () => 60));
  });

  it.each(SENSOR_FAULTS)("(%s) is a function of its arguments alone", (fault) => {
    expect(distortBlock(block, fault, 0.5, 5, 9)).toEqual(distortBlock(block, fault, 0.5, 5, 9));
    expect(distortReading(60, fault, 0.5, 5, 9)).toBe(distortReading(60, fault, 0.5, 5, 9));
  });

  it("that is stuck gives one value, the same in all blocks, in a share of each as great as its strength", () => {
    expect(new Set(distorted("stuck", 1)).size).toBe(1);
    expect(distorted("stuck", 1, 7)).toEqual(distorted("stuck", 1));
    expect(distorted("stuck", 0.25).subarray(0, 1_920)).toEqual(block.subarray(0, 1_920));
    expect(new Set(distorted("stuck", 0.25).subarray(1_920)).size).toBe(1);
    expect(new Set(readings("stuck", 1)).size).toBe(1);
  });

  it("that drifts is off in proportion to its strength", () => {
    const offset = (strength: number): number =>
      distorted("drift", strength).reduce((sum, v) => sum + v, 0) / block.length;
    expect(Math.abs(offset(1))).toBeGreaterThan(0.4);
    expect(offset(0.5) / offset(1)).toBeCloseTo(0.5, 1);
    const [half = NaN, whole = NaN] = [0.5, 1].map((s) => distortReading(60, "drift", s, 5, 0));
    expect((half - 60) / (whole - 60)).toBeCloseTo(0.5, 9);
    expect(Math.abs(whole - 60)).toBeGreaterThan(14);
  });

  it("that drops out sends nothing as often as its strength says", () => {
    const missing = Array.from({ length: 1_000 }, (_, i) => distortBlock(block, "drop-out", 0.3, 5, i));
    expect(Math.abs(missing.filter((b) => b === undefined).length / 1_000 - 0.3)).toBeLessThan(0.05);
    expect(readings("drop-out", 1).every((v) => v === undefined)).toBe(true);
  });

  it("that clips has both of its limits in the block, many times", () => {
    const clipped = distorted("clipping", 1);
    expect(peakOf(clipped)).toBeCloseTo(0.05, 6);
    const at = clipped.filter((v) => Math.abs(v) > 0.0499).length;
    expect(at / clipped.length).toBeGreaterThan(0.3);
    expect(distortReading(60, "clipping", 1, 5, 0)).toBeCloseTo(25, 9);
  });

  it("that catches spikes has some samples of 5 to 50 g, and leaves the others alone", () => {
    const spiked = distorted("spikes", 1);
    const changed = [...spiked.entries()].filter(([i, v]) => v !== block[i]);
    expect(changed.length).toBeGreaterThan(5);
    expect(changed.length).toBeLessThan(50);
    for (const [, v] of changed) expect(Math.abs(v)).toBeGreaterThanOrEqual(5);
    const off = readings("spikes", 1).filter((v) => v !== 60);
    expect(Math.abs(off.length / 1_000 - 0.3)).toBeLessThan(0.05);
  });
});
