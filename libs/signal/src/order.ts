import { type Features, put } from "./feature.ts";
import { linesNear, type Spectrum } from "./spectrum.ts";

const ORDERS = [
  ["order_1x", 1],
  ["order_2x", 2],
  ["order_3x", 3],
] as const;

/**
 * `order_1x`, `order_2x`, `order_3x`: peak amplitude, in the signal's unit, of the strongest line near the shaft's speed and
 * its multiples: √(2·power_k), which is 2|X_k|/N. 1x speaks of unbalance, 2x of misalignment, many of looseness.
 * An order above the Nyquist frequency is left out.
 * Source: R. B. Randall, Vibration-based Condition Monitoring, 2nd edition 2021.
 */
export function orders(features: Features, spectrum: Spectrum, shaftHz: number): void {
  const { power, rate, size, count } = spectrum;
  const nyquist = size % 2 === 0 ? count - 1 : -1;
  for (const [name, order] of ORDERS) {
    const hz = order * shaftHz;
    if (!(hz > 0 && hz <= rate / 2)) continue;
    const [first, last] = linesNear(spectrum, hz);
    let most = 0;
    // Line 0 is no tone; at the Nyquist line the one-sided power is that of both sides already.
    for (let k = Math.max(1, first); k <= last; k++)
      most = Math.max(most, (power[k] as number) * (k === nyquist ? 4 : 2));
    put(features, name, Math.sqrt(most));
  }
}
