/** A mode of vibration of the housing: it rings when noise or a strike excites it. */
export interface Mode {
  /** Natural frequency, Hz. */
  readonly hz: number;
  /** Damping as -3 dB bandwidth, Hz; a strike decays with the time constant 1/(π·bandwidth). */
  readonly bandwidth: number;
  /** RMS in g of its answer to the machine's noise. */
  readonly rms: number;
  /** Peak in g of its answer to a strike of 1 g. */
  readonly strike: number;
}

/** The share of the sampling rate up to which a mode can be seen; the sensor's filter cuts off above. */
const VISIBLE = 0.45;

/**
 * Adds a mode's answer to white noise (standard deviation 1) and strikes (peak, g) to `out`. The noise is longer than `out` by
 * the samples in which the mode settles beforehand.
 *
 * A resonator with two poles, and zeros at 0 Hz and at the Nyquist frequency: y[i] = a·y[i−1] − r²·y[i−2] + x[i] − x[i−2], with
 * r = exp(−π·bandwidth/rate) and a = 2r·cos(2π·hz/rate). White noise gives the part with the poles the autocorrelation R₀ =
 * (1 + r²)/((1 − r²)((1 + r²)² − a²)), R₁ = a/(1 + r²)·R₀, R₂ = a·R₁ − r²·R₀, and the whole the variance 2(R₀ − R₂). It
 * answers a strike with about 2rⁿ·cos(2πn·hz/rate).
 * Source: J. G. Proakis, D. G. Manolakis, Digital Signal Processing (digital resonators, autoregressive processes).
 */
export function addMode(
  out: Float32Array,
  mode: Mode,
  rate: number,
  noise: Float64Array,
  strikes: Float64Array,
): void {
  if (mode.hz > VISIBLE * rate) return;
  const settle = noise.length - out.length;
  const r = Math.exp((-Math.PI * mode.bandwidth) / rate);
  const square = r * r;
  const a = 2 * r * Math.cos((2 * Math.PI * mode.hz) / rate);
  const r0 = (1 + square) / ((1 - square) * ((1 + square) ** 2 - a * a));
  const r2 = ((a * a) / (1 + square) - square) * r0;
  const perNoise = mode.rms / Math.sqrt(2 * (r0 - r2));
  const perStrike = mode.strike / 2;
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let i = 0; i < noise.length; i++) {
    let x = perNoise * (noise[i] as number);
    if (i >= settle) x += perStrike * (strikes[i - settle] as number);
    const y = a * y1 - square * y2 + x - x2;
    if (i >= settle) out[i - settle] = (out[i - settle] as number) + y;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
  }
}
