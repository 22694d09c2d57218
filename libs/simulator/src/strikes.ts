import { faultFrequencies } from "@presage/signal";
import type { Fault, Machine } from "./machine.ts";
import type { Random } from "./random.ts";

/** Standard deviation of the time between two strikes by a flaw, as a share of it: the balls slip. */
const SLIP = 0.012;

/** How strikes vary in strength, as a standard deviation of the logarithm. */
const SPREAD: Readonly<Record<Fault, number>> = { outer: 0.2, inner: 0.25, distributed: 0.5 };

/**
 * Adds the strikes of a worn bearing to `strikes`, in g of peak. A flaw of the outer ring is struck at BPFO with equal force, one of
 * the inner ring at BPFI with the force of the load zone that it passes once a turn; a bearing worn all over
 * strikes at random, as often as a flaw of the outer ring would.
 * Source: R. B. Randall, J. Antoni, Rolling element bearing diagnostics – a tutorial (2011): models of slip and load.
 */
export function addFaultStrikes(
  strikes: Float64Array,
  { bearing, fault, rate }: Machine,
  shaftHz: number,
  peak: number,
  random: Random,
): void {
  const { bpfo, bpfi } = faultFrequencies(shaftHz, bearing);
  const mean = rate / (fault === "inner" ? bpfi : bpfo);
  const shaftPhase = 2 * Math.PI * random.uniform();
  const turn = (2 * Math.PI * shaftHz) / rate;
  let at = mean * random.uniform();
  while (at < strikes.length) {
    const load = fault === "inner" ? 0.55 + 0.45 * Math.cos(turn * at + shaftPhase) : 1;
    strike(strikes, at, peak * load * Math.exp(SPREAD[fault] * random.normal()));
    at += mean * (fault === "distributed" ? random.exponential() : Math.max(0.5, 1 + SLIP * random.normal()));
  }
}

/** Adds strikes at random times, on average `perSecond`, of about `peak` g. */
export function addShocks(
  strikes: Float64Array,
  rate: number,
  perSecond: number,
  peak: number,
  random: Random,
): void {
  if (perSecond <= 0) return;
  const mean = rate / perSecond;
  for (let at = mean * random.exponential(); at < strikes.length; at += mean * random.exponential())
    strike(strikes, at, peak * Math.exp(0.3 * random.normal()));
}

function strike(strikes: Float64Array, at: number, peak: number): void {
  const i = Math.floor(at);
  strikes[i] = (strikes[i] ?? 0) + peak;
}
