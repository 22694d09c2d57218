import { describe, expect, it } from "vitest";
import { loadFft } from "./fft.ts";
import { envelopeBuffer, squaredEnvelope } from "./squared-envelope.ts";
import { struck, uniform } from "./synthetic.ts";

const fftOf = await loadFft();

function linesOf(samples: Float32Array): Float32Array {
  const fft = fftOf(samples.length);
  fft.time.set(samples);
  fft.forward();
  return Float32Array.from(fft.lines);
}

describe("the squared envelope", () => {
  it("has the lines that SciPy finds without decimation", () => {
    // NumPy 2.4 and SciPy 1.17: ifft of fft's lines 427 … 639 at all 2,560 points, squared magnitude by its mean less 1, times
    // signal.get_window("hann"), rfft, twice its magnitude by the window's sum, squared. The mean of the samples is in no band.
    const expected = {
      1: 0.0231692529,
      2: 0.0141998358,
      10: 1.0189798,
      11: 2.37191595,
      12: 0.297519853,
      21: 1.19436717,
      22: 1.57426371,
      33: 0.870102993,
      50: 1.29066917e-5,
      60: 0.000350861048,
    };
    const next = uniform(7);
    const block = Float32Array.from(
      { length: 2560 },
      (_, i) => 0.4 * next() + Math.exp(-(i % 237) / 20) * Math.sin(2 * Math.PI * 0.234 * (i % 237)),
    );
    const buffer = envelopeBuffer();
    squaredEnvelope(buffer, linesOf(block), { first: 427, end: 640 }, 64, fftOf, false);
    expect(buffer.count).toBe(64);
    for (const [k, power] of Object.entries(expected))
      expect(Math.abs((buffer.power[Number(k)] ?? NaN) / power - 1), k).toBeLessThan(
        k === "50" ? 1e-3 : 1e-4,
      );
  });

  it("gives noise an excess of 0.22 on average, the exponential integral E1(1)", () => {
    // The mean of max(0, ln x) of an exponential x is ∫ e^(−e^t) dt from 0 = E1(1) = 0.2194 (Abramowitz & Stegun, table 5.1).
    for (const whiten of [false, true]) {
      let sum = 0;
      let lines = 0;
      for (let seed = 1; seed <= 20; seed++) {
        const buffer = envelopeBuffer();
        const block = linesOf(struck({ samples: 12_000, rate: 12_000, hz: 0, seed }));
        squaredEnvelope(buffer, block, { first: 1000, end: 3000 }, 900, fftOf, whiten);
        for (let k = 10; k < 890; k++) sum += buffer.excess[k] ?? NaN;
        lines += 880;
      }
      expect(Math.abs(sum / lines - 0.2194)).toBeLessThan(0.02);
    }
  });

  it("is not misled by a tone that outweighs the rest of a whitened band", () => {
    const block = struck({ samples: 12_000, rate: 12_000, hz: 107, strength: 6, slip: 0 });
    for (let i = 0; i < block.length; i++)
      block[i] = (block[i] ?? 0) + 40 * Math.sin((2 * Math.PI * 1500 * i) / 12_000);
    const [plain, whitened] = [false, true].map((whiten) => {
      const buffer = envelopeBuffer();
      squaredEnvelope(buffer, linesOf(block), { first: 500, end: 6000 }, 600, fftOf, whiten);
      return buffer.excess[107] ?? NaN;
    });
    expect(whitened).toBeGreaterThan(3);
    expect(whitened).toBeGreaterThan((plain ?? NaN) + 2);
  });
});
