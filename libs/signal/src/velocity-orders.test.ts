import { describe, expect, it } from "vitest";
import { uniform } from "./synthetic.ts";
import { createVibrationAnalyzer } from "./vibration.ts";

const analyzer = await createVibrationAnalyzer();

type Tones = readonly (readonly [order: number, amplitude: number])[];

const TONES: Tones = [
  [0.5, 0.01],
  [1, 0.05],
  [1.5, 0.01],
  [2, 0.08],
  [3, 0.06],
  [4, 0.05],
  [7, 0.1],
  [10, 0.1],
];

/** Tones at orders of the shaft, amplitude in g, and uniform noise. */
function running(size: number, rate: number, shaftHz: number, tones: Tones, noise = 0.4): Float32Array {
  const next = uniform(7);
  return Float32Array.from({ length: size }, (_, i) =>
    tones.reduce(
      (sum, [order, amplitude]) =>
        sum + amplitude * Math.sin((2 * Math.PI * order * shaftHz * i) / rate + order),
      noise * next(),
    ),
  );
}

/** Amplitude in g of a tone whose velocity is `velocity` mm/s RMS. */
const acceleration = (velocity: number, hz: number): number =>
  (velocity * Math.SQRT2 * 2 * Math.PI * hz) / 9806.65;

const speaking = (velocities: Tones, shaftHz = 24.87): Tones =>
  velocities.map(([order, velocity]) => [order, acceleration(velocity, order * shaftHz)]);

const judged = (velocities: Tones) =>
  analyzer.diagnose(running(12_800, 12_800, 24.87, speaking(velocities), 0.05), 12_800, { shaftHz: 24.87 })
    .evidence;

describe("velocities at the shaft's orders", () => {
  /** NumPy 2.4 and SciPy 1.17, of `running` rounded to float32: rfft times signal.get_window("hann"), tones by the documented formula. */
  it.each([
    [12_800, 12_800, 24.87, [2.22936109, 1.80205234, 1.27910593, 1.04664723]],
    [5000, 10_000, 29.95, [1.79221742, 1.53899509, 1.06529849, 0.772200964]],
  ] as const)("agree with SciPy on %i samples at %i Hz", (size, rate, shaftHz, expected) => {
    const f = analyzer.analyze(running(size, rate, shaftHz, TONES), rate, { shaftHz });
    const names = ["velocity_1x", "velocity_2x", "velocity_harmonics", "velocity_subharmonics"];
    for (const [i, name] of names.entries())
      expect(Math.abs((f[name] ?? NaN) / (expected[i] ?? NaN) - 1), name).toBeLessThan(1e-5);
  });

  it("are those of the tones, wherever they lie between two lines", () => {
    for (const shaftHz of [24, 24.25, 24.5, 24.75]) {
      const block = running(12_800, 12_800, shaftHz, speaking([[1, 3], [2, 1]], shaftHz), 0); // prettier-ignore
      const f = analyzer.analyze(block, 12_800, { shaftHz });
      expect(Math.abs((f["velocity_1x"] ?? NaN) - 3)).toBeLessThan(0.05);
      expect(Math.abs((f["velocity_2x"] ?? NaN) - 1)).toBeLessThan(0.02);
    }
  });

  it("are left out of a block in which they run together", () => {
    const names = (size: number) =>
      Object.keys(analyzer.analyze(running(size, 12_800, 25, TONES), 12_800, { shaftHz: 25 })).filter(
        (name) => /^velocity_.*(x|harmonics)$/.test(name),
      );
    expect(names(1024)).toEqual([]); // 2 turns
    expect(names(2048)).toEqual(["velocity_1x", "velocity_2x", "velocity_harmonics"]); // 4 turns
    expect(names(2560)).toContain("velocity_subharmonics"); // 5 turns
  });
});

describe("evidence from the shaft's orders", () => {
  // Group 2, rigid: the boundaries of zone B are 1.4 and 2.8 mm/s, its middle √(1.4·2.8) = 1.98.
  it("is an imbalance if 1x dominates", () => {
    const [first, ...others] = judged([[1, 4], [2, 0.5], [3, 0.2]]); // prettier-ignore
    expect(first?.mode).toBe("imbalance");
    expect(first?.score).toBeCloseTo(16 / (16 + 1.4 * 2.8), 1);
    expect(first?.lines[0]).toMatchObject({ label: "1x", unit: "mm/s" });
    expect(first?.lines[0]?.amplitude).toBeCloseTo(4, 1);
    for (const { score } of others) expect(score).toBeLessThan(0.2);
  });

  it("is a misalignment if 2x is comparable to 1x", () => {
    const [first, second] = judged([[1, 2.5], [2, 3], [3, 0.4]]); // prettier-ignore
    expect(first?.mode).toBe("misalignment");
    expect(first?.score).toBeGreaterThan(0.7);
    expect(first?.lines.map(({ label }) => label)).toEqual(["2x", "1x"]);
    expect(second?.score).toBeLessThan(0.5);
  });

  it("is looseness if there are many harmonics and half orders", () => {
    const [first, second] = judged([[0.5, 0.8], [1, 2], [1.5, 0.8], [2, 1.2], [2.5, 0.5], [3, 1], [4, 0.8], [5, 0.6]]); // prettier-ignore
    expect(first?.mode).toBe("looseness");
    expect(first?.score).toBeGreaterThan(0.5);
    expect(second?.score).toBeLessThan(0.5);
  });

  it("grows with severity, and is there only where the velocity is notable", () => {
    const scores = [0.5, 1, 1.5, 2.5, 5, 10].map((v) => judged([[1, v]])[0]?.score ?? NaN);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(scores.map((score) => score >= 0.5)).toEqual([false, false, false, true, true, true]);
  });

  it("asks for more of a large machine on a flexible foundation", () => {
    const block = running(12_800, 12_800, 24.87, speaking([[1, 3]]), 0.05);
    const small = analyzer.diagnose(block, 12_800, { shaftHz: 24.87 });
    const large = analyzer.diagnose(block, 12_800, {
      shaftHz: 24.87,
      machineGroup: 1,
      foundation: "flexible",
    });
    expect(small.evidence[0]?.score).toBeGreaterThan(0.5);
    expect(large.evidence[0]?.score).toBeLessThan(0.5);
  });

  it("is none of broad noise, nor of an unknown speed", () => {
    const noise = running(12_800, 12_800, 24.87, [], 8);
    for (const { mode, score } of analyzer.diagnose(noise, 12_800, { shaftHz: 24.87 }).evidence)
      expect(score, mode).toBeLessThan(0.3);
    expect(analyzer.diagnose(noise, 12_800).evidence).toEqual([]);
  });
});
