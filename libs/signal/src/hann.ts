import type { Fft } from "./fft.ts";

/**
 * Peak amplitudes of the first `count` lines that `fft` holds after `forward`, as Hann's window shows them: a tone of amplitude A
 * on line k has A there and A/2 on either neighbour; between two lines it has A less at most 1.42 dB (15 %).
 *
 * A_k = scale·|X_k − (X_(k−1) + X_(k+1))/2|, which is w_i = 1 − cos(2πi/N) in time: the window, divided by its mean (coherent gain)
 * of ½. `scale` is 2/N for lines that nothing has scaled. The line at the Nyquist frequency is of one side only and has
 * half of it; line 0, the mean, is 0. Writes into `fft.lines` behind the last line; `count` is at most ⌊N/2⌋ + 1.
 *
 * Source: F. J. Harris, On the use of windows for harmonic analysis with the discrete Fourier transform, Proceedings of the
 * IEEE 66 (1978), table 1.
 */
export function hannAmplitudes({ size, lines }: Fft, scale: number, count: number): Float32Array {
  const beyond = Math.floor(size / 2) + 1;
  // The lines of a real signal go on as the conjugates of those before.
  const mirrored = size - beyond;
  lines[2 * beyond] = lines[2 * mirrored] as number;
  lines[2 * beyond + 1] = -(lines[2 * mirrored + 1] as number);
  const amplitude = new Float32Array(count);
  for (let k = 1; k < count; k++) {
    const i = 2 * k;
    const re = (lines[i] as number) - ((lines[i - 2] as number) + (lines[i + 2] as number)) / 2;
    const im = (lines[i + 1] as number) - ((lines[i - 1] as number) + (lines[i + 3] as number)) / 2;
    amplitude[k] = scale * Math.sqrt(re * re + im * im);
  }
  if (size % 2 === 0 && count === beyond) amplitude[count - 1] = (amplitude[count - 1] as number) / 2;
  return amplitude;
}
