import { type Features, put, type Samples } from "./feature.ts";
import { median } from "./order-statistics.ts";
import { G } from "./velocity.ts";

/** One multiple of the shaft's speed in the spectrum of the velocity. */
export interface ShaftTone {
  readonly order: number;
  /** Hz, as found. */
  readonly hz: number;
  /** RMS in mm/s. */
  readonly velocity: number;
  /** Of the amplitude to the median of all lines up to the tenth order. */
  readonly ratio: number;
}

/** Ascending. */
const ORDERS = [0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10];

/** Lines between two tones without which Hann's window does not tell them apart. */
const APART = 2.5;

/** How far a tone may be from where it is expected, as a share of its frequency. */
const TOLERANCE = 0.02;

/**
 * Velocities at the shaft's orders, RMS in mm/s: `velocity_1x`, `velocity_2x`, and the roots of the sums of squares
 * `velocity_harmonics` of 3x to 10x, `velocity_subharmonics` of 0.5x, 1.5x and 2.5x. An order above the Nyquist frequency is not
 * counted. All are left out of a block of fewer than 2.5 turns, subharmonics of fewer than 5: their lines run together.
 *
 * The complex lines of the acceleration in g are smoothed by Hann's window, H_k = X_k − (X_(k−1) + X_(k+1))/2. A tone is the
 * greatest line within 2 %, and at least one line, with its two neighbours: its mean square is 4/(3N²)·Σ|H|², wherever
 * it lies between two lines. Its velocity is √(mean square)·g/(2πf), with f the order's own frequency, but at most half a line
 * from the greatest.
 *
 * Source: ISO 20816-1 (velocity); R. B. Randall, Vibration-based Condition Monitoring, 2nd edition 2021 (orders); F. J.
 * Harris, Proceedings of the IEEE 66 (1978) (the window and its noise bandwidth of 3/2 lines).
 */
export function velocityOrders(
  features: Features,
  lines: Samples,
  { size, rate }: { size: number; rate: number },
  shaftHz: number,
): readonly ShaftTone[] {
  const spacing = (shaftHz * size) / rate;
  if (!(spacing >= APART)) return [];
  const count = Math.min(Math.ceil(size / 2), Math.ceil(10 * spacing * (1 + TOLERANCE)) + 3);
  const power = hann(lines, count);
  const floor = median(power, 1, count);
  const tones: ShaftTone[] = [];
  for (const order of ORDERS) {
    if (order % 1 !== 0 && spacing < 2 * APART) continue;
    const at = order * spacing;
    if (at > count - 3) break;
    const near = Math.max(1, TOLERANCE * at);
    let top = Math.max(1, Math.ceil(at - near));
    for (let k = top; k <= at + near; k++) if ((power[k] as number) > (power[top] as number)) top = k;
    const sum = (power[top - 1] as number) + (power[top] as number) + (power[top + 1] as number);
    const hz = (Math.min(Math.max(at, top - 0.5), top + 0.5) * rate) / size;
    const velocity = (Math.sqrt((4 * sum) / 3) / size) * (G / (2 * Math.PI * hz));
    tones.push({ order, hz, velocity, ratio: Math.sqrt((power[top] as number) / floor) });
  }
  put(
    features,
    "velocity_1x",
    rootOf(tones, (order) => order === 1),
  );
  put(
    features,
    "velocity_2x",
    rootOf(tones, (order) => order === 2),
  );
  put(
    features,
    "velocity_harmonics",
    rootOf(tones, (order) => order >= 3),
  );
  put(
    features,
    "velocity_subharmonics",
    rootOf(tones, (order) => order % 1 !== 0),
  );
  return tones;
}

/** Root of the sum of squares of some velocities; NaN of none. */
function rootOf(tones: readonly ShaftTone[], wanted: (order: number) => boolean): number {
  let sum = NaN;
  for (const { order, velocity } of tones) if (wanted(order)) sum = (sum || 0) + velocity ** 2;
  return Math.sqrt(sum);
}

let room = new Float64Array(0);

/** |H_k|² for k below `count`, line 0 left out. */
function hann(x: Samples, count: number): Float64Array {
  if (room.length < count) room = new Float64Array(count);
  room[0] = 0;
  for (let k = 1; k < count; k++) {
    const i = 2 * k;
    const re = (x[i] as number) - ((x[i - 2] as number) + (x[i + 2] as number)) / 2;
    const im = (x[i + 1] as number) - ((x[i - 1] as number) + (x[i + 3] as number)) / 2;
    room[k] = re * re + im * im;
  }
  return room;
}
