import type { FaultFrequencies } from "./bearing.ts";
import { envelopeSpectrum, type FrequencyBand, impulsiveBand } from "./envelope-spectrum.ts";
import type { Samples } from "./feature.ts";
import { type Fft, loadFft } from "./fft.ts";
import { hannAmplitudes } from "./hann.ts";
import { moments } from "./time-statistics.ts";
import { G } from "./velocity.ts";

export type SpectrumKind = "velocity" | "acceleration" | "envelope";

/** A spectrum to be looked at: line k is at k·step Hz. */
export interface AmplitudeSpectrum {
  /** Hz from line to line. */
  readonly step: number;
  /** Peak amplitudes in `unit`, none negative; line 0 is 0. */
  readonly amplitude: Float32Array;
  readonly unit: "g" | "mm/s";
  /** That was demodulated, if it is one of an envelope. */
  readonly band?: FrequencyBand;
}

export interface SpectrumOptions {
  /** Of the bearing: how far an envelope's spectrum goes. */
  readonly faults?: FaultFrequencies | undefined;
  /** To demodulate; the block's own, if left out. */
  readonly band?: FrequencyBand | undefined;
}

/** Spectra of blocks of acceleration in g at `rate` Hz. All are undefined of fewer than 32 samples, or of what is no number. */
export interface AmplitudeSpectra {
  /**
   * Peak amplitudes in Hann's window, the block's mean taken off, see `hannAmplitudes`; one tone of amplitude A has its greatest line
   * between 0.849·A and A.
   * - `acceleration` in g;
   * - `velocity` in mm/s: each line divided by 2πf, with g = 9,806.65 mm/s². Lines below 2 Hz, and line 1, are 0: there it is
   *   the drift of the sensor that the division enlarges;
   * - `envelope` in g, see `envelopeSpectrum`: of the most impulsive band if it is significant, else of 500 Hz to 8 kHz. Undefined
   *   if the block has nothing there.
   *
   * Source: ISO 20816-1:2016 (velocity); ISO 18431-2 (Hann's window).
   */
  of(
    samples: Samples,
    rate: number,
    kind: SpectrumKind,
    options?: SpectrumOptions,
  ): AmplitudeSpectrum | undefined;
  /** The band in which a block is the most impulsive, and its spectral kurtosis; undefined, too, if it is not more so than noise. */
  bandOf(samples: Samples, rate: number): (FrequencyBand & { readonly kurtosis: number }) | undefined;
}

/** The shortest block that has a spectrum worth the name. */
const SHORTEST = 32;

/** Hz: below, a velocity is more of the sensor than of the machine. */
const LOWEST_VELOCITY = 2;

/** Loads the transform once; from then on everything is synchronous. */
export async function createAmplitudeSpectra(): Promise<AmplitudeSpectra> {
  const fftOf = await loadFft();

  /** A plan that holds the lines of the samples less their mean. */
  function transformed(samples: Samples, rate: number): Fft | undefined {
    const size = samples.length;
    if (size < SHORTEST || !(rate > 0 && rate < Infinity)) return undefined;
    const fft = fftOf(size);
    if (!Number.isFinite(moments(samples, fft.time).m2)) return undefined;
    fft.forward();
    return fft;
  }

  function bandOf(samples: Samples, rate: number): ReturnType<AmplitudeSpectra["bandOf"]> {
    const fft = transformed(samples, rate);
    return fft && impulsiveBand(fft, rate, fftOf);
  }

  function of(
    samples: Samples,
    rate: number,
    kind: SpectrumKind,
    { faults, band }: SpectrumOptions = {},
  ): AmplitudeSpectrum | undefined {
    // The search for a band may free or overwrite a plan, so it comes first.
    const wanted = kind === "envelope" ? (band ?? bandOf(samples, rate)) : undefined;
    const fft = transformed(samples, rate);
    if (fft === undefined) return undefined;
    const { size } = fft;
    const step = rate / size;
    if (kind === "envelope") {
      const envelope = envelopeSpectrum(fft, rate, faults, wanted);
      return envelope && { step, unit: "g", ...envelope };
    }
    const amplitude = hannAmplitudes(fft, 2 / size, Math.floor(size / 2) + 1);
    if (kind === "acceleration") return { step, unit: "g", amplitude };
    integrate(amplitude, step);
    return { step, unit: "mm/s", amplitude };
  }

  return { of, bandOf };
}

/** From g to mm/s, in place. */
function integrate(amplitude: Float32Array, step: number): void {
  const first = Math.max(2, Math.ceil(LOWEST_VELOCITY / step));
  amplitude.fill(0, 0, first);
  for (let k = first; k < amplitude.length; k++)
    amplitude[k] = ((amplitude[k] as number) * G) / (2 * Math.PI * k * step);
}
