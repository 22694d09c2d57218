import { describe, expect, it } from "vitest";
import { loadFft } from "./fft.ts";
import { pffftSuits } from "./pffft.ts";

const fftOf = await loadFft();

/** The definition, term by term. */
function definition(x: readonly number[], k: number): [number, number] {
  let [re, im] = [0, 0];
  for (const [i, v] of x.entries()) {
    const angle = (-2 * Math.PI * ((i * k) % x.length)) / x.length;
    re += v * Math.cos(angle);
    im += v * Math.sin(angle);
  }
  return [re, im];
}

describe("the Fourier transform", () => {
  // 32 to 480 by PFFFT, 16 to 500 by PFFFT with padding, the rest by Bluestein's algorithm: even, odd, prime.
  it.each([32, 96, 160, 480, 16, 60, 100, 500, 2, 3, 33, 97, 224, 251])(
    "of %i points is its definition",
    (size) => {
      const x = Array.from({ length: size }, (_, i) => Math.fround(Math.sin(i * i) + 0.3 * Math.cos(3 * i)));
      const fft = fftOf(size);
      fft.time.set(x);
      fft.forward();
      for (let k = 0; k <= size / 2; k++) {
        const [re, im] = definition(x, k);
        expect(fft.lines[2 * k], `real part of line ${k}`).toBeCloseTo(re, 4);
        expect(fft.lines[2 * k + 1], `imaginary part of line ${k}`).toBeCloseTo(im, 4);
      }
    },
  );

  it.each([64, 240, 60, 100, 45, 101])("of %i points is undone by the inverse, times the length", (size) => {
    const x = Array.from({ length: size }, (_, i) => Math.cos(i * i));
    const fft = fftOf(size);
    fft.time.set(x);
    fft.forward();
    for (let k = 1; k < size / 2; k++) {
      fft.lines[2 * (size - k)] = fft.lines[2 * k] ?? NaN;
      fft.lines[2 * (size - k) + 1] = -(fft.lines[2 * k + 1] ?? NaN);
    }
    fft.inverse();
    for (const [i, v] of x.entries()) {
      expect((fft.time[2 * i] ?? NaN) / size).toBeCloseTo(v, 5);
      expect((fft.time[2 * i + 1] ?? NaN) / size).toBeCloseTo(0, 5);
    }
  });

  it("keeps a plan for the next block of its length", () => {
    expect(fftOf(96)).toBe(fftOf(96));
  });

  it("goes on after the memory grew for another plan", () => {
    const fft = fftOf(96);
    const { buffer } = fft.time;
    for (const size of [122_880, 125_000, 128_000, 131_072]) fftOf(size);
    expect(fft.time.buffer).not.toBe(buffer);
    expect(fftOf(96)).toBe(fft);
    fft.time.fill(0);
    fft.time[0] = 1; // an impulse, whose lines are all 1
    fft.forward();
    for (let k = 0; k <= 48; k++)
      expect(Math.hypot((fft.lines[2 * k] ?? NaN) - 1, fft.lines[2 * k + 1] ?? NaN)).toBeLessThan(1e-6);
  });

  it("frees the oldest plans when the kept ones hold too many points", () => {
    const fft = fftOf(96);
    fftOf(2 ** 19);
    expect(fftOf(96)).not.toBe(fft);
  });

  it("gives PFFFT the lengths 32·2^a·3^b·5^c and no others", () => {
    expect([32, 64, 96, 160, 2560, 25_600, 48_000].every(pffftSuits)).toBe(true);
    expect([0, 16, 48, 100, 224, 1000, 2561].some(pffftSuits)).toBe(false);
  });
});
