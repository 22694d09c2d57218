import { type Features, put } from "./feature.ts";
import { lineFrom, lineTo, type Spectrum } from "./spectrum.ts";

/** Standard gravity in mm/s² (exact, 3rd CGPM 1901). */
export const G = 9_806.65;

/**
 * `velocity_rms` in mm/s from 10 to 1000 Hz, both inclusive, of an acceleration spectrum in g²: integration in time is a
 * division by 2πf, so v = √(Σ power_k / (2πf_k)²)·g. Left out if no line lies in the band.
 * Source: ISO 20816-1:2016 (velocity as the measure of vibration severity); ISO 20816-3:2022 (the band).
 */
export function velocityRms(features: Features, spectrum: Spectrum): void {
  const { power, rate, size } = spectrum;
  const first = lineFrom(spectrum, 10);
  const last = lineTo(spectrum, 1000);
  const step = (2 * Math.PI * rate) / size;
  let sum = 0;
  for (let k = first; k <= last; k++) sum += (power[k] as number) / (step * k) ** 2;
  if (first <= last) put(features, "velocity_rms", Math.sqrt(sum) * G);
}
