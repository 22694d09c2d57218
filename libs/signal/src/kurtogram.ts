import type { Samples } from "./feature.ts";
import type { FftOf } from "./fft.ts";
import { pffftAtLeast } from "./pffft.ts";

/** Lines [first, end) of a spectrum. */
export interface Band {
  readonly first: number;
  readonly end: number;
}

export interface ImpulsiveBand extends Band {
  /** Spectral kurtosis; 0 for stationary Gaussian noise, −1 for a steady tone. */
  readonly kurtosis: number;
  /** Whether noise is unlikely to have it. */
  readonly significant: boolean;
}

/**
 * Into how many bands the spectrum is divided, level by level. The level of two is left out: its bands are nearly all there is.
 * The levels of three times a power of two cost as much again as the others and found no more of the recorded defects.
 */
const LEVELS = [4, 8, 16];

/** Of fewer lines in a band the kurtosis of noise varies by more than a seventh. */
const LEAST_LINES = 200;

/** Hz: in a narrower band the impulses of a defect run into each other. */
const LEAST_WIDTH = 500;

/** The block is judged in so many parts. */
const PARTS = 8;

/** Standard deviations from 0; up to 28 bands are tried, and the estimate's distribution is skewed to the right. */
const SIGNIFICANT = 4.5;

/**
 * The band in which a signal is the most impulsive: the greatest value of its kurtogram. There the envelope shows a bearing's
 * defects best. Undefined if the block is too short for any band.
 *
 * The complex envelope c of a band of K lines is their inverse transform, at K points or a few more; its kurtosis is
 * E|c|⁴/(E|c|²)² − 2. The bands are those of the tree of powers of two, here cut out of the spectrum.
 * For Gaussian noise its standard deviation is 2/√K.
 *
 * A single knock has a great kurtosis and no rhythm. So the moments are taken without the eighth of the block that has the
 * greatest fourth moment, and without the greater of its neighbours, into which a knock at its edge rings.
 *
 * `lines` are those of a signal of `size` samples at `rate` Hz.
 *
 * Source: J. Antoni, Fast computation of the kurtogram for the detection of transient faults, Mechanical Systems and
 * Signal Processing 21 (2007); its filter bank is one of quadrature mirror filters in time.
 */
export function kurtogram(
  lines: Samples,
  { size, rate }: { size: number; rate: number },
  fftOf: FftOf,
): ImpulsiveBand | undefined {
  const half = size >> 1;
  let best: ImpulsiveBand | undefined;
  for (const bands of LEVELS) {
    const width = Math.floor(half / bands);
    if (width < LEAST_LINES || (width * rate) / size < LEAST_WIDTH) break;
    const fft = fftOf(pffftAtLeast(width));
    const { lines: part } = fft;
    for (let b = 0; b < bands; b++) {
      const first = Math.max(1, b * width); // line 0 is the mean
      const end = (b + 1) * width;
      part.set(lines.subarray(2 * first, 2 * end));
      part.fill(0, 2 * (end - first), 2 * fft.size);
      fft.inverse();
      const kurtosis = kurtosisOf(fft.time, fft.size);
      if (!(kurtosis > (best?.kurtosis ?? -Infinity))) continue;
      best = { first, end, kurtosis, significant: kurtosis > (2 * SIGNIFICANT) / Math.sqrt(width) };
    }
  }
  return best;
}

const squares = new Float64Array(PARTS);
const fourths = new Float64Array(PARTS);

/** Of `size` complex values, a multiple of twice `PARTS`, less the part that stands out and a neighbour. */
function kurtosisOf(c: Samples, size: number): number {
  const length = size / PARTS;
  let most = 0;
  for (let p = 0; p < PARTS; p++) {
    // Two sums each, as an addition has to wait for the one before.
    let [m2, m4, n2, n4] = [0, 0, 0, 0];
    const end = 2 * (p + 1) * length;
    for (let i = 2 * p * length; i < end; i += 4) {
      const re = c[i] as number;
      const im = c[i + 1] as number;
      const square = re * re + im * im;
      m2 += square;
      m4 += square * square;
      const re2 = c[i + 2] as number;
      const im2 = c[i + 3] as number;
      const square2 = re2 * re2 + im2 * im2;
      n2 += square2;
      n4 += square2 * square2;
    }
    m2 += n2;
    m4 += n4;
    squares[p] = m2;
    fourths[p] = m4;
    if (m4 > (fourths[most] as number)) most = p;
  }
  const [before, after] = [(most + PARTS - 1) % PARTS, (most + 1) % PARTS];
  const neighbour = (fourths[before] as number) > (fourths[after] as number) ? before : after;
  let m2 = 0;
  let m4 = 0;
  for (let p = 0; p < PARTS; p++) {
    if (p === most || p === neighbour) continue;
    m2 += squares[p] as number;
    m4 += fourths[p] as number;
  }
  return ((PARTS - 2) * length * m4) / m2 ** 2 - 2;
}
