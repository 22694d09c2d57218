import { bandRms } from "./band.ts";
import { type BearingGeometry, faultFrequencies } from "./bearing.ts";
import { spectralCentroid } from "./centroid.ts";
import { envelope } from "./envelope.ts";
import { type Features, put, type Samples } from "./feature.ts";
import { loadFft } from "./fft.ts";
import { orders } from "./order.ts";
import { powerSpectrum } from "./spectrum.ts";
import { moments, timeStatistics } from "./time-statistics.ts";
import { velocityRms } from "./velocity.ts";

/** What is known of the machine; features that need what is not known are left out. */
export interface Machine {
  /** Speed of the shaft, Hz. */
  readonly shaftHz?: number | undefined;
  readonly bearing?: BearingGeometry | undefined;
}

export interface VibrationAnalyzer {
  /**
   * All features of one block of acceleration samples in g at `rate` Hz. A function of its arguments alone.
   * Below 32 samples, or without a rate, only the statistics of the waveform; of one sample its value as the mean.
   */
  analyze(samples: Samples, rate: number, machine?: Machine): Features;
}

/** The shortest block that has a spectrum worth the name. */
const SHORTEST = 32;

/** Loads the transform once; from then on everything is synchronous. */
export async function createVibrationAnalyzer(): Promise<VibrationAnalyzer> {
  const fftOf = await loadFft();
  let power = new Float64Array(0);

  return {
    analyze(samples, rate, { shaftHz, bearing } = {}) {
      const features: Features = {};
      const size = samples.length;
      if (size < 2) {
        put(features, "mean", samples[0] ?? NaN);
        return features;
      }
      const stats = moments(samples);
      timeStatistics(features, stats);
      if (size < SHORTEST || !(rate > 0)) return features;

      const fft = fftOf(size);
      const { time } = fft;
      const { mean } = stats;
      for (let i = 0; i < size; i++) time[i] = (samples[i] as number) - mean;
      fft.forward();
      if (power.length <= size / 2) power = new Float64Array(Math.floor(size / 2) + 1);
      const spectrum = powerSpectrum(fft, rate, power);
      velocityRms(features, spectrum);
      spectralCentroid(features, spectrum);
      bandRms(features, spectrum);
      if (shaftHz !== undefined) orders(features, spectrum, shaftHz);
      const faults = shaftHz && bearing ? faultFrequencies(shaftHz, bearing) : undefined;
      envelope(features, fft, rate, faults);
      return features;
    },
  };
}
