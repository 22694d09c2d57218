import { HARMONICS } from "./comb.ts";
import type { EnvelopeLines } from "./squared-envelope.ts";

/** A line is taken with what is nearer than this many lines, or this share of its place: Hann's window, and slip that varies. */
const NEAR = 1.5;
const NEAR_SHARE = 0.004;

/** With fewer lines from one order to the next, the orders are not told apart from what lies between them. */
const TOLD_APART = 8;

/** Shaft orders whose excess says whether the envelope has them. */
const ORDERS = 7;

/** Mean excess, about, of a line that is there: twice the power of noise. */
const THERE = 0.7;

/** Marks the line nearest to `at` and those near it. */
export function take(taken: Uint8Array, at: number): void {
  const near = Math.max(NEAR, NEAR_SHARE * at);
  const last = Math.min(taken.length - 1, Math.floor(at + near));
  for (let k = Math.max(0, Math.ceil(at - near)); k <= last; k++) taken[k] = 1;
}

/** Marks all multiples of `spacing` with all of `offsets`. */
export function takeComb(taken: Uint8Array, spacing: number, offsets: readonly number[]): void {
  for (let at = spacing; at < taken.length + spacing; at += spacing)
    for (const offset of offsets) if (at + offset > 0) take(taken, at + offset);
}

/** Marks the first multiples of `spacing`. */
export function takeFirst(taken: Uint8Array, spacing: number): void {
  for (let h = 1; h <= HARMONICS; h++) take(taken, h * spacing);
}

/**
 * Marks the multiples of the shaft's speed, which no defect of a bearing explains. In a block so short that this would mark nearly
 * all lines, it is done only if the envelope has most of the first orders; else what is found near one is not the shaft's.
 */
export function takeShaft(taken: Uint8Array, shaft: number, views: readonly EnvelopeLines[]): void {
  if (shaft >= TOLD_APART || views.some((view) => hasOrders(view, shaft))) takeComb(taken, shaft, [0]);
}

function hasOrders({ count, excess }: EnvelopeLines, shaft: number): boolean {
  let there = 0;
  for (let order = 1; order <= ORDERS; order++) {
    const k = Math.round(order * shaft);
    if (k < count && (excess[k] as number) > THERE) there++;
  }
  return there > ORDERS / 2;
}
