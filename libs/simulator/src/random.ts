import { normal } from "./ziggurat.ts";

/** Pseudo-random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  /** Uniform in the logarithm, in [from, to); both positive. For quantities whose ratios matter. */
  logBetween(from: number, to: number): number;
  /** Normal, mean 0, standard deviation 1. */
  normal(): number;
  /** Exponential, mean 1. */
  exponential(): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/** One 32-bit seed out of several integers, in which every bit counts (the finaliser of MurmurHash3, A. Appleby). */
export function seedOf(...parts: readonly number[]): number {
  let h = 0x9e3779b9;
  for (const part of parts) {
    h = Math.imul(h ^ part, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}

/** The generator mulberry32 (T. Ettinger, public domain): period 2³², one word of state. */
export function createRandom(seed: number): Random {
  let state = seed | 0;

  /** 32 bits, as a signed integer. */
  function word(): number {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return t ^ (t >>> 14);
  }

  const uniform = (): number => (word() >>> 0) / 4294967296;

  return {
    uniform,
    between: (from, to) => from + (to - from) * uniform(),
    logBetween: (from, to) => from * (to / from) ** uniform(),
    normal: () => normal(word, uniform),
    exponential: () => -Math.log(1 - uniform()),
    pick: (choices) => choices[Math.floor(uniform() * choices.length)] ?? choices[0],
  };
}
