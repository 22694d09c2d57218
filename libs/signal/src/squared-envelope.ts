import type { Samples } from "./feature.ts";
import type { FftOf } from "./fft.ts";
import type { Band } from "./kurtogram.ts";
import { median } from "./order-statistics.ts";
import { pffftAtLeast } from "./pffft.ts";

/** The lower lines of the spectrum of a squared envelope; line k is at k·rate/size of the signal, as in its own spectrum. */
export interface EnvelopeLines {
  /** Lines 0 … count − 1. */
  readonly count: number;
  /** Square of the modulation as a share of the squared envelope's mean. */
  readonly power: Float64Array;
  /** Median of `power` around each line. */
  readonly floor: Float64Array;
  /** Logarithm of the power relative to what noise has there on average, 0 where it is below. */
  readonly excess: Float64Array;
}

/** Room for the lines of an envelope, reused from block to block. */
export interface EnvelopeBuffer extends EnvelopeLines {
  count: number;
  power: Float64Array;
  floor: Float64Array;
  excess: Float64Array;
}

export const envelopeBuffer = (): EnvelopeBuffer => ({
  count: 0,
  power: new Float64Array(0),
  floor: new Float64Array(0),
  excess: new Float64Array(0),
});

/** Lines in a piece of which the floor is the median. */
const PIECE = 32;

/** Modulation below this share of the mean is none, however quiet a long block makes the floor. */
const LEAST_MODULATION = 0.03;

/** Pieces of a spectrum that is whitened, and the fewest lines in one. */
const WHITENED_PIECES = 32;
const WHITENED_LINES = 8;

/**
 * Lines below `count` of the squared envelope of a band, into `buffer`.
 *
 * The complex envelope c of K lines is their inverse transform at M ≥ K + count points, which is enough: |c|² has lines
 * up to K, and those that alias fall above `count`. Its mean is divided by and its line left out; the lines are smoothed by Hann's
 * window, E_k − (E_(k−1) + E_(k+1))/2, which keeps the amplitude of a tone on a line and what leaks of it near. Power
 * is |2E_k/M|². Of noise it is distributed exponentially, with the median ln 2 times the mean.
 *
 * Source: J. Antoni, Cyclic spectral analysis of rolling-element bearing signals, Journal of Sound and Vibration 304 (2007), for
 * the squared envelope; F. J. Harris, Proceedings of the IEEE 66 (1978), for the window.
 *
 * @param whiten divides every piece of the band by its RMS, so that resonances and tones do not outweigh the rest (R. B.
 * Randall, N. Sawalhi, M. Coats, A comparison of methods for separation of deterministic and random signals, 2011)
 */
export function squaredEnvelope(
  buffer: EnvelopeBuffer,
  lines: Samples,
  { first, end }: Band,
  count: number,
  fftOf: FftOf,
  whiten: boolean,
): void {
  const width = end - first;
  const fft = fftOf(pffftAtLeast(width + count + 1));
  const { size } = fft;
  const band = fft.lines;
  const from = lines.subarray(2 * first, 2 * end);
  if (whiten) whitened(band, from);
  else band.set(from);
  band.fill(0, 2 * width, 2 * size);
  fft.inverse();
  const { time } = fft;
  let sum = 0;
  for (let i = 0; i < size; i++) {
    const re = time[2 * i] as number;
    const im = time[2 * i + 1] as number;
    const square = re * re + im * im;
    time[i] = square; // in place: i ≤ 2i
    sum += square;
  }
  fft.forward();

  if (buffer.power.length < count)
    for (const name of ["power", "floor", "excess"] as const) buffer[name] = new Float64Array(count);
  const { power, excess } = buffer;
  const envelope = fft.lines;
  envelope[0] = 0; // the mean
  const scale = (2 / sum) ** 2; // of an amplitude, 2/M, by the mean, sum/M
  power[0] = 0;
  for (let k = 1; k < count; k++) {
    const i = 2 * k;
    const re = (envelope[i] as number) - ((envelope[i - 2] as number) + (envelope[i + 2] as number)) / 2;
    const im = (envelope[i + 1] as number) - ((envelope[i - 1] as number) + (envelope[i + 3] as number)) / 2;
    power[k] = scale * (re * re + im * im);
  }
  buffer.count = count;
  floorOf(buffer);
  for (let k = 0; k < count; k++) {
    const noise = Math.max((buffer.floor[k] as number) / Math.LN2, LEAST_MODULATION ** 2);
    const ratio = (power[k] as number) / noise;
    excess[k] = ratio > 1 ? Math.log(ratio) : 0; // 0, too, of what is no number
  }
}

/** The complex lines with every piece divided by its root mean square. */
function whitened(to: Samples, lines: Samples): void {
  const { length } = lines;
  // `| 0`, here and below: an integer to the compiler, too, or the loops count in fractions.
  const piece = (2 * Math.max(WHITENED_LINES, Math.ceil(length / 2 / WHITENED_PIECES))) | 0;
  for (let from = 0; from < length; from += piece) {
    const end = Math.min(length, from + piece);
    let real = 0;
    let imaginary = 0;
    for (let i = from; i < end; i += 2) {
      const re = lines[i] as number;
      const im = lines[i + 1] as number;
      real += re * re;
      imaginary += im * im;
    }
    const sum = real + imaginary;
    const scale = sum > 0 ? Math.sqrt((end - from) / sum) : 0;
    for (let i = from; i < end; i++) to[i] = (lines[i] as number) * scale;
  }
}

/** Medians of pieces of `PIECE` lines and more, and between their middles a straight line. */
function floorOf({ count, power, floor }: EnvelopeBuffer): void {
  const pieces = Math.max(1, Math.floor((count - 1) / PIECE));
  const length = (count - 1) / pieces;
  let before = 0;
  let at = 0;
  for (let p = 0; p < pieces; p++) {
    const from = (1 + p * length) | 0;
    const to = (1 + (p + 1) * length) | 0;
    const level = median(power, from, to);
    const middle = (from + to) >> 1;
    const slope = p === 0 ? 0 : (level - before) / (middle - at);
    for (let k = p === 0 ? 0 : at; k < middle; k++) floor[k] = p === 0 ? level : before + slope * (k - at);
    before = level;
    at = middle;
  }
  floor.fill(before, at, count);
}
