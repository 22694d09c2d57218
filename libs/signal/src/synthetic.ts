/** Repeatable numbers in [−½, ½): the linear congruential generator of Numerical Recipes. */
export function uniform(seed: number): () => number {
  let x = seed >>> 0;
  return () => {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    return x / 2 ** 32 - 0.5;
  };
}

/** About Gaussian, of variance 1: the sum of twelve uniform numbers. */
export function gaussian(seed: number): () => number {
  const next = uniform(seed);
  return () => {
    let sum = 0;
    for (let i = 0; i < 12; i++) sum += next();
    return sum;
  };
}

/** A signal of a machine whose bearing is struck, for tests. */
export interface Struck {
  readonly samples: number;
  /** Hz */
  readonly rate: number;
  /** Strikes a second; 0 for none. */
  readonly hz: number;
  /** Standard deviation of the time between strikes, as a share of it: the random slip of rolling elements. */
  readonly slip?: number;
  /** Greatest value of what a strike makes ring, relative to noise of variance 1. */
  readonly strength?: number;
  /** Hz with which the strikes grow and fade, from nothing to twice. */
  readonly modulation?: number;
  readonly seed?: number;
}

/** Hz, and the share of critical damping: what a strike makes ring. */
const RESONANCE = 3_400;
const DAMPING = 0.06;

/** Gaussian noise, and strikes that a resonance answers with A·e^(−2πζf·t)·sin(2πf·t). */
export function struck(signal: Struck): Float32Array {
  const { samples, rate, hz, slip = 0.01, strength = 4, modulation = 0, seed = 1 } = signal;
  const next = gaussian(seed);
  const x = Float32Array.from({ length: samples }, next);
  if (hz === 0) return x;
  const period = 1 / hz;
  for (let t = period * 0.37; t < samples / rate; t += period * (1 + slip * next())) {
    const amplitude = strength * (modulation > 0 ? 1 + Math.cos(2 * Math.PI * modulation * t) : 1);
    const first = Math.ceil(t * rate);
    for (let i = first; i < Math.min(samples, first + 0.01 * rate); i++) {
      const since = i / rate - t;
      const decay = Math.exp(-2 * Math.PI * DAMPING * RESONANCE * since);
      x[i] = (x[i] as number) + amplitude * decay * Math.sin(2 * Math.PI * RESONANCE * since);
    }
  }
  return x;
}
