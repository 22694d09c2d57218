import type { PffftModule } from "@echogarden/pffft-wasm/simd";
import type { Fft } from "./fft.ts";

const REAL = 0;
const COMPLEX = 1;
const FORWARD = 0;
const BACKWARD = 1;

/** Answers kept; sizes come from devices, so there could be any number. */
const MOST_LENGTHS = 1_000;

/** Whether PFFFT can transform this length, real and complex: 32·2^a·3^b·5^c (pffft.h). */
export function pffftSuits(size: number): boolean {
  if (size < 32 || size % 32 !== 0) return false;
  let rest = size;
  for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
  return rest === 1;
}

const lengths = new Map<number, number>();

/** The shortest length that PFFFT can transform and that is not below `size`. */
export function pffftAtLeast(size: number): number {
  let length = lengths.get(size);
  if (length !== undefined) return length;
  length = Math.max(1, Math.ceil(size / 32)) * 32;
  while (!pffftSuits(length)) length += 32;
  if (lengths.size >= MOST_LENGTHS) lengths.clear();
  lengths.set(size, length);
  return length;
}

/**
 * A plan of PFFFT: single precision, four lanes at once. Relative error about 1e-7 of the signal's norm.
 * Source: https://bitbucket.org/jpommier/pffft
 */
export function pffft(module: PffftModule, size: number): Fft {
  const {
    _pffft_new_setup: setUp,
    _pffft_destroy_setup: tearDown,
    _pffft_transform_ordered: transform,
    _pffft_aligned_malloc: allocate,
    _pffft_aligned_free: release,
  } = module;
  const reals = setUp(size, REAL);
  const complexes = setUp(size, COMPLEX);
  const length = 2 * size + 2;
  const bytes = Math.ceil(length / 4) * 16;
  // The work area is given: without one PFFFT takes it from the WASM stack, which a long block would overflow.
  const [time, lines, work] = [0, 0, 0].map(() => allocate(bytes)) as [number, number, number];
  if ([reals, complexes, time, lines, work].includes(0))
    throw new RangeError(`no FFT of ${size} points: out of memory`);
  const view = (pointer: number, count: number): Float32Array =>
    new Float32Array(module.HEAPF32.buffer, pointer, count);
  let timeView = view(time, 2 * size);
  let linesView = view(lines, length);

  return {
    size,
    // Making another plan can grow the memory; that detaches the views, which then have no length.
    get time() {
      if (timeView.length === 0) timeView = view(time, 2 * size);
      return timeView;
    },
    get lines() {
      if (linesView.length === 0) linesView = view(lines, length);
      return linesView;
    },
    forward() {
      transform(reals, time, lines, work, FORWARD);
      // PFFFT puts the real line N/2 where the imaginary part of line 0 would be.
      const l = this.lines;
      l[size] = l[1] as number;
      l[size + 1] = 0;
      l[1] = 0;
    },
    inverse() {
      transform(complexes, lines, time, work, BACKWARD);
    },
    free() {
      tearDown(reals);
      tearDown(complexes);
      for (const pointer of [time, lines, work]) release(pointer);
    },
  };
}
