import type { Fft } from "./fft.ts";

/** A one-sided power spectrum: line k is at k·rate/size Hz, k from 0 to ⌊size/2⌋. */
export interface Spectrum {
  /** Number N of samples it was made from. */
  readonly size: number;
  /** Hz */
  readonly rate: number;
  /** Number of lines; `power` may be longer. */
  readonly count: number;
  /** Square of the signal's unit; the lines sum to the mean square (Parseval). */
  readonly power: Float64Array;
}

/**
 * Power of the lines that `fft` holds after `forward`: w·|X_k|²/N², with w = 1 for k = 0 and k = N/2, else 2.
 * Written into `power`, which is at least ⌊N/2⌋ + 1 long. No window, so a tone between two lines leaks.
 * Source: A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal Processing (Parseval's relation).
 */
export function powerSpectrum(fft: Fft, rate: number, power: Float64Array): Spectrum {
  const { size, lines } = fft;
  const count = Math.floor(size / 2) + 1;
  const scale = 2 / size ** 2;
  for (let k = 0; k < count; k++) {
    const re = lines[2 * k] as number;
    const im = lines[2 * k + 1] as number;
    power[k] = scale * (re * re + im * im);
  }
  power[0] = (power[0] as number) / 2;
  if (size % 2 === 0) power[count - 1] = (power[count - 1] as number) / 2;
  return { size, rate, count, power };
}

/** The first line at or above a frequency in Hz. */
export const lineFrom = ({ size, rate }: { size: number; rate: number }, hz: number): number =>
  Math.max(0, Math.ceil((hz * size) / rate));

/** The last line at or below a frequency in Hz. */
export const lineTo = ({ size, rate }: { size: number; rate: number }, hz: number): number =>
  Math.min(Math.floor(size / 2), Math.floor((hz * size) / rate));

/** How far a tone may be from where it is expected, as a share of its frequency: slip and uncertain speed. */
const TOLERANCE = 0.02;

/** First and last line in which to look for a tone at `hz`: within 2 %, and at least one line either side. */
export function linesNear(grid: { size: number; rate: number }, hz: number): readonly [number, number] {
  const half = Math.max(TOLERANCE * hz, grid.rate / grid.size);
  return [lineFrom(grid, hz - half), lineTo(grid, hz + half)];
}
