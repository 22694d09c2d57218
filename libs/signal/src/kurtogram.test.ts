import { describe, expect, it } from "vitest";
import type { Samples } from "./feature.ts";
import { loadFft } from "./fft.ts";
import { type ImpulsiveBand, kurtogram } from "./kurtogram.ts";
import { struck, uniform } from "./synthetic.ts";

const fftOf = await loadFft();

function of(samples: Samples, rate: number): ImpulsiveBand | undefined {
  const fft = fftOf(samples.length);
  fft.time.set(samples);
  fft.forward();
  return kurtogram(Float32Array.from(fft.lines), { size: samples.length, rate }, fftOf);
}

/** Uniform noise, and every 237 samples a decaying tone at 0.234 of the rate. */
function ringing(size: number): Float32Array {
  const next = uniform(7);
  return Float32Array.from(
    { length: size },
    (_, i) => 0.4 * next() + Math.exp(-(i % 237) / 20) * Math.sin(2 * Math.PI * 0.234 * (i % 237)),
  );
}

describe("the kurtogram", () => {
  /**
   * NumPy 2.4, double precision, of `ringing` rounded to float32: rfft, and of every band of 1/4, 1/8, 1/16 of the lines (200 of them and
   * 500 Hz at least) ifft padded to the next length 32·2^a·3^b·5^c, without two eighths as documented.
   */
  it.each([
    [2560, 25_600, 3.8139921993, 320, 640],
    [12_000, 12_000, 4.055036408, 2250, 3000],
    [9600, 48_000, 3.808949689, 1800, 2400],
  ])("agrees with NumPy on %i samples at %i Hz", (size, rate, kurtosis, first, end) => {
    const found = of(ringing(size), rate);
    expect(found).toMatchObject({ first, end, significant: true });
    expect(Math.abs((found?.kurtosis ?? NaN) / kurtosis - 1)).toBeLessThan(1e-4);
  });

  it("finds the resonance that strikes excite", () => {
    const found = of(struck({ samples: 12_800, rate: 12_800, hz: 107, strength: 8 }), 12_800);
    expect(found?.significant).toBe(true);
    expect(found?.first).toBeLessThanOrEqual(3400);
    expect(found?.end).toBeGreaterThan(3400);
  });

  it("finds nothing significant in noise", () => {
    for (let seed = 1; seed <= 50; seed++)
      for (const [samples, rate] of [
        [2560, 25_600],
        [12_000, 12_000],
      ] as const)
        expect(of(struck({ samples, rate, hz: 0, seed }), rate)?.significant, `seed ${seed}`).toBe(false);
  });

  it("does not take a single knock for impulses, wherever it is", () => {
    for (let at = 3; at < 2560; at += 97) {
      const block = struck({ samples: 2560, rate: 25_600, hz: 0, seed: at });
      block[at] = (block[at] ?? 0) + 60;
      expect(of(block, 25_600)?.significant, `at ${at}`).toBe(false);
    }
  });

  it("says nothing of a block whose bands would have too few lines", () => {
    expect(of(struck({ samples: 1280, rate: 25_600, hz: 107 }), 25_600)).toBeUndefined();
    expect(of(struck({ samples: 12_800, rate: 1280, hz: 107 }), 1280)).toBeUndefined();
    expect(of(new Float32Array(2560), 25_600)).toBeUndefined();
  });
});
