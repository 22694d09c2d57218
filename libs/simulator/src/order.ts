import { isShaftFault, type ShaftFault } from "./fault.ts";
import type { Machine } from "./machine.ts";
import { createRandom, seedOf } from "./random.ts";
import type { Scaling } from "./scaling.ts";

/** A line of vibration at a multiple of the shaft's speed. */
export interface Order {
  /** Of the shaft's speed. */
  readonly order: number;
  /** Velocity RMS, mm/s. */
  readonly velocity: number;
}

/**
 * How a fault's velocity is divided among the orders, before it is scaled to the whole.
 * Source: R. B. Randall, Vibration-based Condition Monitoring, 2nd edition 2021: unbalance at 1x, misalignment at 2x and less at 1x
 * and 3x, looseness at many harmonics and at half orders.
 */
const PATTERNS: Readonly<Record<ShaftFault, readonly (readonly [order: number, share: number])[]>> = {
  imbalance: [
    [1, 1],
    [2, 0.1],
    [3, 0.04],
  ],
  misalignment: [
    [1, 0.4],
    [2, 0.85],
    [3, 0.35],
  ],
  looseness: [
    [0.5, 0.25],
    [1, 0.6],
    [1.5, 0.3],
    [2, 0.5],
    [2.5, 0.22],
    [3, 0.38],
    [3.5, 0.15],
    [4, 0.3],
    [5, 0.24],
    [6, 0.2],
    [7, 0.16],
    [8, 0.13],
    [9, 0.11],
    [10, 0.09],
  ],
};

/** How a machine's own pattern differs from the fault's: each share by a factor up to this. */
const OWN = 1.3;

/**
 * The shaft orders of a machine whose healthy ones have grown by `looseness`, and that has `velocity` mm/s RMS more by the fault of its
 * shaft. What the fault adds has no fixed angle to what was there, so squares add up.
 */
export function ordersOf(
  { seed, fault, healthy }: Machine,
  looseness: number,
  velocity: number,
  scaling: Scaling,
): Order[] {
  const squares = new Map<number, number>();
  const add = (order: number, v: number): void => void squares.set(order, (squares.get(order) ?? 0) + v * v);
  healthy.orders.forEach((v, i) =>
    add(i + 1, v * looseness * (i === 0 ? scaling.unbalance : scaling.coupling)),
  );
  if (isShaftFault(fault) && velocity > 0) {
    const random = createRandom(seedOf(seed, 6));
    const pattern = PATTERNS[fault].map(
      ([order, share]) => [order, share * random.logBetween(1 / OWN, OWN)] as const,
    );
    const norm = Math.hypot(...pattern.map(([, share]) => share));
    const scale = fault === "misalignment" ? scaling.coupling : scaling.unbalance;
    for (const [order, share] of pattern) add(order, (velocity * scale * share) / norm);
  }
  return [...squares].map(([order, square]) => ({ order, velocity: Math.sqrt(square) }));
}
