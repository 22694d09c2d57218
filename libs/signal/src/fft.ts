import load from "@echogarden/pffft-wasm/simd";
import type { PffftModule } from "@echogarden/pffft-wasm/simd";
import { bluestein } from "./bluestein.ts";
import type { Samples } from "./feature.ts";
import { padded } from "./padded.ts";
import { pffft, pffftSuits } from "./pffft.ts";

/**
 * The discrete Fourier transform of one length N, and its buffers: write into one, transform, read the other.
 * Complex values are interleaved: real part at `2k`, imaginary part at `2k + 1`. Nothing is scaled.
 */
export interface Fft {
  /** N */
  readonly size: number;
  /** 2N numbers or more: a real signal in the first N, or N complex values. May be a new view after any plan was made. */
  readonly time: Samples;
  /** 2N + 2 numbers or more: the complex lines. */
  readonly lines: Samples;
  /** lines[k] = Σ time[i] e^(−2πj·ik/N) of the real `time`, for k from 0 to ⌊N/2⌋. Overwrites all of both. */
  forward(): void;
  /** time[i] = Σ lines[k] e^(+2πj·ik/N) of the complex `lines` 0 … N−1. Overwrites all of both. */
  inverse(): void;
  /** Gives back what the plan holds; it is of no more use. */
  free(): void;
}

/** From a length N ≥ 2 to its plan. */
export type FftOf = (size: number) => Fft;

/** Sum of the lengths of the plans kept. Lengths come from devices, so there could be any number; some 100 bytes a point. */
const MOST_POINTS = 2 ** 19;

/** Lengths are padded to the eightfold for PFFFT, so that 1,000, 2,500 or 10,000 samples are fast, too. */
const PADDINGS = [1, 2, 4, 8];

/**
 * Loads the SIMD transform and gives a function from a length N ≥ 2 to its plan. Lengths of the form 4·2^a·3^b·5^c are
 * transformed in single precision by PFFFT, all others in double precision by Bluestein's algorithm, some forty times slower.
 * A plan may be freed when another length is asked for.
 */
export async function loadFft(): Promise<FftOf> {
  const module = await load();
  const plans = new Map<number, Fft>();
  let points = 0;
  return (size) => {
    const known = plans.get(size);
    if (known !== undefined) return known;
    points += size;
    for (const [oldest, plan] of plans) {
      if (points <= MOST_POINTS) break;
      points -= oldest;
      plan.free();
      plans.delete(oldest);
    }
    const plan = planOf(module, size);
    plans.set(size, plan);
    return plan;
  };
}

function planOf(module: PffftModule, size: number): Fft {
  const padding = PADDINGS.find((m) => pffftSuits(m * size));
  if (padding === undefined) return bluestein(size);
  const plan = pffft(module, padding * size);
  return padding === 1 ? plan : padded(plan, size);
}
