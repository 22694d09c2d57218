import { HARMONICS } from "./comb.ts";

/** A line is taken with what is nearer than this many lines, or this share of its place: Hann's window, and slip that varies. */
const NEAR = 2.5;
const NEAR_SHARE = 0.01;

/** Marks the line nearest to `at` and those near it. */
function take(taken: Uint8Array, at: number): void {
  const near = Math.max(NEAR, NEAR_SHARE * at);
  const last = Math.min(taken.length - 1, Math.floor(at + near));
  for (let k = Math.max(0, Math.ceil(at - near)); k <= last; k++) taken[k] = 1;
}

/** Marks all multiples of `spacing` with `sidebands` on either side, `apart` from each other. */
export function takeComb(taken: Uint8Array, spacing: number, apart: number, sidebands: number): void {
  for (let at = spacing; at < taken.length + spacing; at += spacing)
    for (let n = -sidebands; n <= sidebands; n++) if (at + n * apart > 0) take(taken, at + n * apart);
}

/** Marks the first multiples of `spacing`. */
export function takeFirst(taken: Uint8Array, spacing: number): void {
  for (let h = 1; h <= HARMONICS; h++) take(taken, h * spacing);
}
