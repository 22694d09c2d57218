import type { Samples } from "./feature.ts";

/** Shares of a signal's samples that cannot be trusted, 0 to 1. */
export interface SampleQuality {
  /** Equal to the one before, of those that have one before. */
  readonly stuck: number;
  /** Outside the sensor's measuring range, or not a number. 0 if no range is known. */
  readonly outOfRange: number;
}

/** The stuck and the out-of-range share of some values in the order of time; 0 of none. */
export function sampleQuality(values: Samples, range?: readonly [number, number]): SampleQuality {
  const [low, high] = range ?? [-Infinity, Infinity];
  let stuck = 0;
  let outside = 0;
  let before = NaN;
  for (let i = 0; i < values.length; i++) {
    const v = values[i] as number;
    if (v === before) stuck++;
    if (!(v >= low && v <= high)) outside++;
    before = v;
  }
  return {
    stuck: values.length > 1 ? stuck / (values.length - 1) : 0,
    outOfRange: values.length > 0 ? outside / values.length : 0,
  };
}

/** A flat top shorter than this may be the rounding of a converter. */
const FLAT = 3;

/**
 * Share of a waveform's samples that are held at its greatest or least value, in runs of three and more: what an amplifier
 * or converter at its limit does. A constant signal is stuck, not clipped: 0.
 */
export function clippedShare(waveform: Samples): number {
  let min = Infinity;
  let max = -Infinity;
  let run = 0;
  let before = NaN;
  let atMin = 0;
  let atMax = 0;
  for (let i = 0; i < waveform.length; i++) {
    const v = waveform[i] as number;
    run = v === before ? run + 1 : 1;
    before = v;
    const held = run < FLAT ? 0 : run === FLAT ? FLAT : 1;
    if (v < min) [min, atMin] = [v, 0];
    if (v > max) [max, atMax] = [v, 0];
    if (v === min) atMin += held;
    if (v === max) atMax += held;
  }
  return min < max ? (atMin + atMax) / waveform.length : 0;
}

/** How complete a sensor's messages are in the window [start, end), epoch milliseconds. */
export interface Completeness {
  /** Messages received of those expected, 0 to 1. */
  readonly coverage: number;
  /** Pauses longer than twice the expected interval, those at the window's edges included. */
  readonly gaps: number;
}

/**
 * Completeness from the ascending times of the messages. Expected are as many as fit into any window of this
 * length, ⌊(end − start)/every⌋, but one at least. Without an expected interval `every` (ms) nothing is missed.
 */
export function completeness(
  times: readonly number[],
  start: number,
  end: number,
  every?: number,
): Completeness {
  if (every === undefined) return { coverage: 1, gaps: 0 };
  const expected = Math.max(1, Math.floor((end - start) / every));
  let gaps = 0;
  let before = start;
  for (const time of [...times, end]) {
    if (time - before > 2 * every) gaps++;
    before = time;
  }
  return { coverage: Math.min(1, times.length / expected), gaps };
}
