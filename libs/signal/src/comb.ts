import type { EnvelopeLines } from "./squared-envelope.ts";

/** Lines to look for together: a fundamental with its multiples, and two of them with sidebands. In lines of the spectrum. */
export interface Comb {
  /** The fundamental without slip. */
  readonly fundamental: number;
  /** Distance of the sidebands; 0 for none. */
  readonly sideband: number;
  /** Whether the fundamental is known exactly. */
  readonly exact?: boolean;
}

/** How well a comb fits. */
export interface Fit {
  /** Strength of the fit relative to its threshold: 1 is a comb that noise does not make. */
  ratio: number;
  /** The fundamental as found. */
  fundamental: number;
}

/** Multiples looked for, and those whose sidebands are. */
export const HARMONICS = 5;
export const WITH_SIDEBANDS = 2;

/** How far a fundamental may be from where it is expected, as a share: slip and uncertain speed. */
const SLIP = 0.02;

/** Natural logarithm of the improbability, about, of noise that reaches the threshold. */
const IMPROBABLE = 20;

/** No threshold is below this mean excess, a threefold power: real machines' floors are not as flat as noise. */
const LEAST_EXCESS = 1.1;

/** A multiple alone is no comb. */
const LEAST_HARMONICS = 2;

/** With fewer turns in the block its lines cannot be told apart. */
const LEAST_TURNS = 4;

/**
 * The slip within ±2 % at which a comb fits best, and how well: the mean excess (the logarithm of the power relative to noise, 0
 * at the least) over its lines, relative to a threshold. All lines slip together, so one strange line makes no fit.
 * Lines that `taken` marks belong to something else and are not counted; nor are those beyond the spectrum.
 *
 * Under noise the powers are exponential, and the probability that the geometric mean of n of them reaches g times their mean falls
 * like e^(−ng), as it is likeliest that all are equal. So the threshold of the mean excess is ln(20/n), or ln 3 if greater. The
 * comb is judged with and without sidebands, which a defect need not have; the better counts.
 */
export function fitComb(
  { fundamental, sideband, exact = false }: Comb,
  lines: EnvelopeLines,
  taken: Uint8Array,
): Fit {
  const best: Fit = { ratio: 0, fundamental };
  const { count, excess } = lines;
  if ((!exact && !(fundamental >= LEAST_TURNS)) || !(fundamental < count)) return best;
  // The highest multiple moves one line a step.
  const steps = exact ? 0 : Math.ceil(SLIP * fundamental * HARMONICS);
  for (let step = -steps; step <= steps; step++) {
    const f = step === 0 ? fundamental : fundamental * (1 + (SLIP * step) / steps);
    let sum = 0;
    let n = 0;
    for (let h = 1; h <= HARMONICS; h++) {
      const k = nearest(h * f);
      if (k >= count) break;
      if (taken[k] === 1) continue;
      sum += excess[k] as number;
      n++;
    }
    if (n < LEAST_HARMONICS) continue;
    const harmonics = relative(sum, n);
    let ratio = harmonics;
    // Sidebands support multiples; they do not stand for them.
    if (sideband > 0 && harmonics > 0.5) {
      for (let h = 1; h <= WITH_SIDEBANDS; h++) {
        const carrier = nearest(h * f);
        if (carrier >= count || taken[carrier] === 1) continue;
        for (let side = -1; side <= 1; side += 2) {
          const k = nearest(h * f + side * sideband);
          if (k < 1 || k >= count || taken[k] === 1) continue;
          sum += Math.min(excess[k] as number, excess[carrier] as number);
          n++;
        }
      }
      ratio = Math.max(ratio, relative(sum, n));
    }
    if (ratio > best.ratio) {
      best.ratio = ratio;
      best.fundamental = f;
    }
  }
  return best;
}

/** The line nearest to a place above −0.5; `| 0` makes it an integer to the compiler, too. */
const nearest = (at: number): number => (at + 0.5) | 0;

const relative = (sum: number, n: number): number => sum / n / (THRESHOLDS[n] as number);

/** By the number of lines. */
const THRESHOLDS = Float64Array.from({ length: HARMONICS + 2 * WITH_SIDEBANDS + 1 }, (_, n) =>
  Math.max(LEAST_EXCESS, Math.log(IMPROBABLE / n)),
);
