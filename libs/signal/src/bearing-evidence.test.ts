import { describe, expect, it } from "vitest";
import { faultFrequencies } from "./bearing.ts";
import type { Evidence } from "./evidence.ts";
import { struck, type Struck } from "./synthetic.ts";
import { createVibrationAnalyzer } from "./vibration.ts";

const analyzer = await createVibrationAnalyzer();

const SHAFT = 29.95;
const BEARING = { balls: 9, ball_mm: 7.94, pitch_mm: 39.04, contact_deg: 0 };
const { bpfo, bpfi, bsf, ftf } = faultFrequencies(SHAFT, BEARING);
const SECOND = { samples: 12_800, rate: 12_800 };
const TENTH = { samples: 2560, rate: 25_600 };
const BEARING_MODES = ["outer-race", "inner-race", "rolling-element", "cage"];

const judge = (block: Float32Array, rate: number, shaftHz = SHAFT): Evidence[] =>
  analyzer
    .diagnose(block, rate, { shaftHz, bearing: BEARING })
    .evidence.filter(({ mode }) => BEARING_MODES.includes(mode));

const of = (signal: Struck): Evidence[] => judge(struck(signal), signal.rate);

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);

/** What strikes, and how it shows. Frequencies are 1 % below those of pure rolling. */
const DEFECTS = [
  ["outer-race", { hz: 0.99 * bpfo }, "1x BPFO"],
  ["inner-race", { hz: 0.99 * bpfi, modulation: SHAFT }, "1x BPFI"],
  ["inner-race", { hz: 0.99 * bpfi }, "1x BPFI"],
  ["rolling-element", { hz: 0.99 * 2 * bsf, modulation: ftf }, "2x BSF"],
  ["rolling-element", { hz: 0.99 * bsf, modulation: ftf }, "1x BSF"],
] as const;

describe("evidence of a bearing's defects", () => {
  it.each(DEFECTS)("is there and first in one second: %s, %o", (mode, signal, label) => {
    for (const seed of SEEDS) {
      const [first, ...others] = of({ ...SECOND, ...signal, seed });
      expect(first?.mode).toBe(mode);
      expect(first?.score).toBeGreaterThan(0.7);
      expect(first?.lines.map((line) => line.label)).toContain(label);
      for (const other of others) expect(other.score, other.mode).toBeLessThan(0.5);
    }
  });

  it("finds a cage by all its multiples", () => {
    for (const seed of SEEDS) {
      const [first] = of({ ...SECOND, hz: ftf, slip: 0.005, strength: 8, seed });
      expect(first?.mode).toBe("cage");
      expect(first?.score).toBeGreaterThan(0.5);
    }
  });

  it.each(DEFECTS)("names no other mode in a tenth of a second: %s, %o", (mode, signal) => {
    for (const seed of SEEDS) {
      const found = of({ ...TENTH, ...signal, seed }).filter(({ score }) => score >= 0.5);
      expect(found.every((evidence) => evidence.mode === mode)).toBe(true);
    }
  });

  it("judges no cage in a block of fewer than four of its turns", () => {
    for (const seed of SEEDS)
      expect(of({ ...TENTH, hz: ftf, strength: 20, seed }).find(({ mode }) => mode === "cage")?.score).toBe(
        0,
      );
  });

  it("is none in noise", () => {
    for (const size of [SECOND, TENTH])
      for (let seed = 1; seed <= 300; seed++)
        for (const { mode, score } of of({ ...size, hz: 0, seed })) expect(score, mode).toBeLessThan(0.5);
  });

  it.each([1, 2, 3, 4])("is none where something knocks at %ix of the shaft", (order) => {
    for (const size of [SECOND, TENTH])
      for (const seed of SEEDS)
        for (const { mode, score } of of({ ...size, hz: order * SHAFT, slip: 0, strength: 10, seed }))
          expect(score, `${mode} ${size.samples}`).toBeLessThan(0.5);
  });

  it("does not follow lines farther from where they should be than slip takes them", () => {
    for (const seed of SEEDS)
      for (const { mode, score } of of({ ...SECOND, hz: 1.06 * bpfo, seed, slip: 0 }))
        expect(score, mode).toBeLessThan(0.5);
  });

  it("gives lines with place, modulation and ratio, strongest first", () => {
    const [first] = of({ ...SECOND, hz: bpfo, slip: 0.005, strength: 8 });
    const { lines = [] } = first ?? {};
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.length).toBeLessThanOrEqual(6);
    expect(lines.map(({ amplitude }) => amplitude)).toEqual(
      lines.map(({ amplitude }) => amplitude).toSorted((a, b) => b - a),
    );
    expect(lines[0]).toMatchObject({ label: "1x BPFO", unit: "%" });
    expect(Math.abs((lines[0]?.hz ?? NaN) - bpfo)).toBeLessThan(2);
    expect(lines[0]?.ratio).toBeGreaterThan(5);
  });

  it("is the same as its features, and all zero of a constant signal", () => {
    const block = struck({ ...SECOND, hz: bpfo });
    const { features, evidence } = analyzer.diagnose(block, SECOND.rate, {
      shaftHz: SHAFT,
      bearing: BEARING,
    });
    expect(features["evidence_outer_race"]).toBe(evidence[0]?.score);
    expect(analyzer.analyze(block, SECOND.rate, { shaftHz: SHAFT, bearing: BEARING })).toEqual(features);
    for (const { score } of judge(new Float32Array(12_800).fill(2), 12_800)) expect(score).toBe(0);
  });

  it("bears any speed, geometry and length", () => {
    for (const shaftHz of [1e-9, 0.01, 1, 3000, 1e9, 1e300])
      for (const samples of [32, 100, 1021, 2560])
        for (const { score } of judge(struck({ samples, rate: 12_800, hz: 50 }), 12_800, shaftHz))
          expect(score).toBeLessThan(0.5);
  });
});
