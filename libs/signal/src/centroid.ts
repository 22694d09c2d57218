import { type Features, put } from "./feature.ts";
import type { Spectrum } from "./spectrum.ts";

/**
 * `spectral_centroid` in Hz: the frequency about which the power lies, Σ f_k·power_k / Σ power_k. Wear that strikes
 * moves it up. Left out if there is no power.
 * Source: G. Peeters, A large set of audio features for sound description, IRCAM 2004; here of the power spectrum.
 */
export function spectralCentroid(features: Features, { power, count, rate, size }: Spectrum): void {
  let sum = 0;
  let moment = 0;
  for (let k = 0; k < count; k++) {
    const p = power[k] as number;
    sum += p;
    moment += k * p;
  }
  put(features, "spectral_centroid", ((moment / sum) * rate) / size);
}
