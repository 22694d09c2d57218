import type { FaultFrequencies } from "./bearing.ts";
import { demodulate } from "./envelope.ts";
import type { Fft, FftOf } from "./fft.ts";
import { hannAmplitudes } from "./hann.ts";
import { kurtogram } from "./kurtogram.ts";

/** Frequencies in Hz. */
export interface FrequencyBand {
  readonly from: number;
  readonly to: number;
}

/** Where a defect makes something ring when nothing says where. */
export const BROAD: FrequencyBand = { from: 500, to: 8_000 };

/** Up to which an envelope is looked at: so many times BPFI, or so many Hz where the bearing is not known. */
const MULTIPLES = 12;
const HIGHEST = 1_000;

/**
 * The band in which the signal whose lines `fft` holds after `forward` is the most impulsive, with its spectral kurtosis; undefined
 * if none is more so than noise. Overwrites nothing, but `fft` may be freed.
 */
export function impulsiveBand(
  { size, lines }: Fft,
  rate: number,
  fftOf: FftOf,
): (FrequencyBand & { readonly kurtosis: number }) | undefined {
  // The kurtogram asks for other lengths, which may free the plan.
  const copy = Float32Array.from(lines.subarray(0, 2 * (Math.floor(size / 2) + 1)));
  const found = kurtogram(copy, { size, rate }, fftOf);
  if (!found?.significant) return undefined;
  const { first, end, kurtosis } = found;
  return { from: (first * rate) / size, to: (end * rate) / size, kurtosis };
}

/**
 * Peak amplitudes in the spectrum of a band's envelope, in the signal's unit: the magnitude of the analytic signal, less its mean, in
 * Hann's window. Up to 12 times BPFI, or 1,000 Hz where `faults` are not known, and the Nyquist frequency at most.
 * `fft` holds the signal's lines, and is overwritten. Without a band it is 500 Hz to 8 kHz. Undefined if the signal
 * has no line in the band; `band` in the answer is what there is of it.
 *
 * Source: R. B. Randall, J. Antoni, Rolling element bearing diagnostics – a tutorial, Mechanical Systems and Signal
 * Processing 25 (2011), section 5.
 */
export function envelopeSpectrum(
  fft: Fft,
  rate: number,
  faults: FaultFrequencies | undefined,
  wanted: FrequencyBand = BROAD,
): { readonly amplitude: Float32Array; readonly band: FrequencyBand } | undefined {
  const { size } = fft;
  const step = rate / size;
  const first = Math.max(1, Math.round(wanted.from / step));
  const end = Math.min(Math.round(wanted.to / step), Math.ceil(size / 2));
  if (first >= end) return undefined;
  demodulate(fft, first, end);
  const highest = MULTIPLES * (faults?.bpfi ?? 0) || HIGHEST; // at a standstill, too
  const count = Math.floor(Math.min(highest / step, size / 2)) + 1;
  return {
    amplitude: hannAmplitudes(fft, (2 / size) ** 2, count),
    band: { from: first * step, to: Math.min(end * step, rate / 2) },
  };
}
