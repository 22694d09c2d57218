import type { FaultFrequencies } from "./bearing.ts";
import { type Features, put } from "./feature.ts";
import type { Fft } from "./fft.ts";
import { median } from "./order-statistics.ts";
import { lineFrom, linesNear, lineTo } from "./spectrum.ts";

/** Hz: the resonances that a defect excites are taken to lie in [from, to). */
const BAND = { from: 2_000, to: 10_000 } as const;

/** Hz, inclusive: where the floor is measured. */
const FLOOR = { from: 5, to: 1_000 } as const;

/** Fault frequency, its amplitude, the amplitude's ratio to the floor. */
const PARTS = [
  ["bpfo", "envelope_bpfo", "envelope_bpfo_ratio"],
  ["bpfi", "envelope_bpfi", "envelope_bpfi_ratio"],
  ["bsf", "envelope_bsf", "envelope_bsf_ratio"],
  ["ftf", "envelope_ftf", "envelope_ftf_ratio"],
] as const;

/**
 * Amplitudes in the spectrum of the envelope, in the signal's unit: `envelope_floor`, and at the bearing's fault frequencies
 * `envelope_bpfo` … `envelope_ftf` with their ratios to the floor, `envelope_bpfo_ratio` ….
 *
 * The envelope is the magnitude of the analytic signal of the band: lines in [2, 10) kHz, clamped to below Nyquist, doubled,
 * all others zero, transformed back. Its mean is taken off, its amplitude spectrum is E_k = 2|X_k|/N. The floor is the median of
 * E from 5 to 1000 Hz; an amplitude at a fault frequency is the greatest within 2 %, and at least one line either side.
 * All are left out if no line lies in the band; a fault frequency above Nyquist is, too.
 *
 * `fft` holds the signal's lines, and is overwritten. The whole back transform is needed: the magnitude is not
 * band-limited, so on a coarser grid in time it would have another spectrum.
 *
 * Source: R. B. Randall, J. Antoni, Rolling element bearing diagnostics – a tutorial, Mechanical Systems and Signal
 * Processing 25 (2011).
 */
export function envelope(features: Features, fft: Fft, rate: number, faults?: FaultFrequencies): void {
  const { size } = fft;
  const grid = { size, rate };
  const first = lineFrom(grid, BAND.from);
  const end = Math.min(lineFrom(grid, BAND.to), Math.ceil(size / 2));
  if (first >= end) return;
  demodulate(fft, first, end);
  const { lines } = fft;
  const scale = (2 / size) ** 2; // of the analytic signal and of the amplitude
  const amplitude = (k: number): number =>
    scale * Math.sqrt((lines[2 * k] as number) ** 2 + (lines[2 * k + 1] as number) ** 2);

  const floorFrom = lineFrom(grid, FLOOR.from);
  const floorLines = lineTo(grid, FLOOR.to) - floorFrom + 1;
  if (floorLines < 1) return;
  if (amplitudes.length < floorLines) amplitudes = new Float64Array(floorLines);
  for (let i = 0; i < floorLines; i++) amplitudes[i] = amplitude(floorFrom + i);
  const floor = median(amplitudes, 0, floorLines);
  put(features, "envelope_floor", floor);
  if (faults === undefined) return;
  for (const [part, name, ratio] of PARTS) {
    const hz = faults[part];
    if (!(hz > 0 && hz <= rate / 2)) continue;
    const [from, to] = linesNear(grid, hz);
    let most = 0;
    for (let k = from; k <= to; k++) most = Math.max(most, amplitude(k));
    put(features, name, most);
    put(features, ratio, most / floor);
  }
}

let amplitudes = new Float64Array(0);

/** From a signal's lines to the lines of the envelope of its lines [first, end), less its mean; times N/2. */
export function demodulate(fft: Fft, first: number, end: number): void {
  const { size, lines } = fft;
  lines.fill(0, 0, 2 * first);
  lines.fill(0, 2 * end);
  fft.inverse();
  const { time } = fft;
  for (let i = 0; i < size; i++) {
    const re = time[2 * i] as number;
    const im = time[2 * i + 1] as number;
    time[i] = Math.sqrt(re * re + im * im); // in place: i ≤ 2i
  }
  fft.forward();
  lines[0] = 0; // the mean
}
