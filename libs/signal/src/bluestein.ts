import type { Fft } from "./fft.ts";

/**
 * A plan for any length N, in double precision: with ik = (i² + k² − (k−i)²)/2 the transform is a convolution with a chirp
 * w[i] = e^(−πj·i²/N), which powers of two can do.
 * Source: L. Bluestein, A linear filtering approach to the computation of the discrete Fourier transform, 1970.
 */
export function bluestein(size: number): Fft {
  const time = new Float64Array(2 * size);
  const lines = new Float64Array(2 * size + 2);
  let padded = 1;
  while (padded < 2 * size - 1) padded *= 2;
  const transform = powerOfTwo(padded);
  const chirp = new Float64Array(2 * size);
  for (let i = 0; i < size; i++) {
    const angle = (Math.PI * ((i * i) % (2 * size))) / size; // reduced, so that large i keep their digits
    chirp[2 * i] = Math.cos(angle);
    chirp[2 * i + 1] = -Math.sin(angle);
  }
  /** Spectrum of the conjugate chirp, wrapped around, with the scale of the inverse transform. */
  const filter = new Float64Array(2 * padded);
  for (let i = 0; i < size; i++) {
    const at = [i, (padded - i) % padded];
    for (const k of at) {
      filter[2 * k] = (chirp[2 * i] as number) / padded;
      filter[2 * k + 1] = -(chirp[2 * i + 1] as number) / padded;
    }
  }
  transform(filter);
  const work = new Float64Array(2 * padded);

  /** `work` is a complex signal in its first `size` values; afterwards it is their transform. */
  function convolve(): void {
    multiply(work, chirp, size);
    work.fill(0, 2 * size);
    transform(work);
    multiply(work, filter, padded);
    // The inverse is the conjugate of the transform of the conjugate.
    conjugate(work, padded);
    transform(work);
    conjugate(work, padded);
    multiply(work, chirp, size);
  }

  return {
    size,
    time,
    lines,
    forward() {
      for (let i = 0; i < size; i++) {
        work[2 * i] = time[i] as number;
        work[2 * i + 1] = 0;
      }
      convolve();
      for (let i = 0; i < 2 * (Math.floor(size / 2) + 1); i++) lines[i] = work[i] as number;
    },
    inverse() {
      work.set(lines.subarray(0, 2 * size));
      conjugate(work, size);
      convolve();
      conjugate(work, size);
      time.set(work.subarray(0, 2 * size));
    },
    free() {},
  };
}

/** a[k] *= b[k] for the first `count` complex values. */
function multiply(a: Float64Array, b: Float64Array, count: number): void {
  for (let i = 0; i < 2 * count; i += 2) {
    const ar = a[i] as number;
    const ai = a[i + 1] as number;
    const br = b[i] as number;
    const bi = b[i + 1] as number;
    a[i] = ar * br - ai * bi;
    a[i + 1] = ar * bi + ai * br;
  }
}

function conjugate(a: Float64Array, count: number): void {
  for (let i = 1; i < 2 * count; i += 2) a[i] = -(a[i] as number);
}

/** The radix-2 transform of a power of two (Cooley and Tukey 1965), in place on interleaved complex values. */
function powerOfTwo(size: number): (a: Float64Array) => void {
  const cosine = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
  const sine = Float64Array.from({ length: size / 2 }, (_, k) => Math.sin((2 * Math.PI * k) / size));
  const reversed = new Uint32Array(size);
  for (let i = 1; i < size; i++) reversed[i] = ((reversed[i >> 1] as number) >> 1) | (i & 1 ? size >> 1 : 0);
  return (a) => {
    for (let i = 0; i < size; i++) {
      const j = reversed[i] as number;
      if (j <= i) continue;
      for (const part of [0, 1]) {
        const kept = a[2 * i + part] as number;
        a[2 * i + part] = a[2 * j + part] as number;
        a[2 * j + part] = kept;
      }
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const p = 2 * (start + k);
          const q = p + 2 * half;
          const wr = cosine[k * stride] as number;
          const wi = -(sine[k * stride] as number);
          const qr = (a[q] as number) * wr - (a[q + 1] as number) * wi;
          const qi = (a[q] as number) * wi + (a[q + 1] as number) * wr;
          const pr = a[p] as number;
          const pi = a[p + 1] as number;
          a[p] = pr + qr;
          a[p + 1] = pi + qi;
          a[q] = pr - qr;
          a[q + 1] = pi - qi;
        }
      }
    }
  };
}
