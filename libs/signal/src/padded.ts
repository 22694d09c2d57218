import type { Fft } from "./fft.ts";

/**
 * A plan of length N made of one of length mN. Of a signal with (m − 1)·N zeros behind it, every m-th line is a line of
 * the signal's own transform; and of lines spread m apart with zeros between, the first N values are those of the
 * inverse. Both follow from e^(2πj·i·mk/(mN)) = e^(2πj·ik/N); they are exact, not an interpolation.
 */
export function padded(inner: Fft, size: number): Fft {
  const m = inner.size / size;
  return {
    size,
    get time() {
      return inner.time;
    },
    get lines() {
      return inner.lines;
    },
    forward() {
      inner.time.fill(0, size);
      inner.forward();
      const { lines } = inner;
      for (let k = 1; k <= size / 2; k++) {
        lines[2 * k] = lines[2 * m * k] as number;
        lines[2 * k + 1] = lines[2 * m * k + 1] as number;
      }
    },
    inverse() {
      const { lines } = inner;
      for (let k = size - 1; k >= 0; k--) {
        const re = lines[2 * k] as number;
        const im = lines[2 * k + 1] as number;
        lines.fill(0, 2 * m * k, 2 * m * (k + 1));
        lines[2 * m * k] = re;
        lines[2 * m * k + 1] = im;
      }
      inner.inverse();
    },
    free() {
      inner.free();
    },
  };
}
