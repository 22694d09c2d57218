import { createVibrationAnalyzer, type Features } from "@presage/signal";
import { beforeAll, describe, expect, it } from "vitest";
import { createMachine, type Machine } from "./machine.ts";
import { vibration } from "./vibration.ts";

const SEEDS = Array.from({ length: 120 }, (_, i) => i);
const machines = SEEDS.map((seed) => createMachine({ seed }));
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

let featuresOf: (machine: Machine, wear: number, block?: number) => Features;

beforeAll(async () => {
  const analyzer = await createVibrationAnalyzer();
  featuresOf = (machine, wear, block = 0) =>
    analyzer.analyze(vibration(machine, wear, block), machine.rate, machine);
});

const feature = (name: string, wear: number): number[] =>
  machines.map((machine) => featuresOf(machine, wear)[name] ?? NaN);
const growth = (name: string, wear: number): number => median(feature(name, wear)) / median(feature(name, 0));

describe("simulated vibration", () => {
  it("is a function of machine, wear, block and axis alone", () => {
    const [machine] = machines as [Machine];
    expect(vibration(machine, 0.4, 7)).toEqual(vibration(createMachine({ seed: 0 }), 0.4, 7));
    expect(vibration(machine, 0.4, 7)).not.toEqual(vibration(machine, 0.4, 8));
    expect(vibration(machine, 0.4, 7)).not.toEqual(vibration(machine, 0.4, 7, 1));
  });

  it("has blocks of the length and rate that were asked for, without a value that is not finite", () => {
    const machine = createMachine({ seed: 3, rate: 12_000, blockSamples: 1_000 });
    for (const wear of [0, 0.5, 1]) {
      const block = vibration(machine, wear, 0);
      expect(block).toHaveLength(1_000);
      expect(block.every(Number.isFinite)).toBe(true);
    }
    expect(vibration(createMachine({ seed: 3, rate: 12_000 }), 0, 0)).toHaveLength(1_200);
  });

  it("of healthy machines is 0.1 to 1 g RMS, seldom 2 g, and 0.2 to 4 mm/s, and differs between machines", () => {
    const rms = feature("rms", 0);
    expect(Math.min(...rms)).toBeGreaterThan(0.08);
    expect(Math.max(...rms)).toBeLessThan(2);
    expect(rms.filter((v) => v >= 0.1 && v <= 1).length / rms.length).toBeGreaterThan(0.9);
    expect(Math.max(...rms) / Math.min(...rms)).toBeGreaterThan(4);
    const velocity = feature("velocity_rms", 0);
    expect(Math.min(...velocity)).toBeGreaterThan(0.2);
    expect(Math.max(...velocity)).toBeLessThan(4);
  });

  it("of most healthy machines is close to Gaussian noise, with a kurtosis of 3", () => {
    expect(Math.abs(median(feature("kurtosis", 0)) - 3)).toBeLessThan(0.3);
  });

  it("grows with wear in almost every machine, to several times at the end of life", () => {
    const rises = machines.map((m) => (featuresOf(m, 1)["rms"] ?? 0) / (featuresOf(m, 0)["rms"] ?? 1));
    expect(median(rises)).toBeGreaterThan(3.5);
    expect(rises.filter((rise) => rise > 1.5).length / rises.length).toBeGreaterThan(0.9);
  });

  it("strikes before it gets loud, and shakes last", () => {
    expect(growth("kurtosis", 0.4)).toBeGreaterThan(1.4);
    expect(growth("velocity_rms", 0.4)).toBeLessThan(1.2);
    expect(growth("velocity_rms", 1)).toBeGreaterThan(1.8);
  });

  it.each([
    ["outer", "envelope_bpfo_ratio", "envelope_bpfi_ratio"],
    ["inner", "envelope_bpfi_ratio", "envelope_bpfo_ratio"],
  ] as const)("of a flaw of the %s ring shows in the envelope at %s", (fault, own, other) => {
    // The bearing 6205 of the CWRU recordings.
    const bearing = { balls: 9, ball_mm: 7.94, pitch_mm: 39.04, contact_deg: 0 };
    const flawed = SEEDS.map((seed) => createMachine({ seed, fault, bearing, shaftHz: 29.95 }));
    const at = (name: string, wear: number): number =>
      median(flawed.map((machine) => featuresOf(machine, wear)[name] ?? NaN));
    expect(at(own, 0.6) / at(own, 0)).toBeGreaterThan(1.7);
    expect(at(own, 0.6) / at(other, 0.6)).toBeGreaterThan(1.5);
  });
});
