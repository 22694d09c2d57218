import { type Features, put } from "./feature.ts";
import { lineFrom, type Spectrum } from "./spectrum.ts";
import { sumOf } from "./sum.ts";

/** Feature, from (Hz, inclusive), to (Hz, exclusive). */
const BANDS = [
  ["band_rms_10_1000", 10, 1000],
  ["band_rms_1000_4000", 1000, 4000],
  ["band_rms_4000_nyquist", 4000, Infinity],
] as const;

/**
 * RMS of the signal in bands of frequency, in the signal's unit: √(Σ power_k) over the lines in [from, to).
 * A band that lies wholly above the Nyquist frequency, or between two lines, is left out.
 * Source: Parseval's relation.
 */
export function bandRms(features: Features, spectrum: Spectrum): void {
  const { power, count } = spectrum;
  for (const [name, from, to] of BANDS) {
    const first = lineFrom(spectrum, from);
    const end = Math.min(count, lineFrom(spectrum, to));
    if (first < end) put(features, name, Math.sqrt(sumOf(power, first, end)));
  }
}
