import type { Random } from "./random.ts";

/** Adds a strike of `peak` g at a time in samples. */
export function addStrike(strikes: Float64Array, at: number, peak: number): void {
  const i = Math.floor(at);
  strikes[i] = (strikes[i] ?? 0) + peak;
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
    addStrike(strikes, at, peak * Math.exp(0.3 * random.normal()));
}

/** How long after its place in the turn a loose part lands, as a standard deviation in turns, and how its force varies. */
const RATTLE = 0.03;
const RATTLE_SPREAD = 0.5;

/**
 * Adds the impacts of a loose part: thrown up and landing about once a turn, sometimes not at all. Their peak is about `peak` g.
 * Source: R. B. Randall, Vibration-based Condition Monitoring, 2nd edition 2021 (looseness: truncated motion, subharmonics).
 */
export function addRattle(
  strikes: Float64Array,
  rate: number,
  shaftHz: number,
  peak: number,
  random: Random,
): void {
  if (peak <= 0) return;
  const turn = rate / shaftHz;
  for (let from = -turn * random.uniform(); from < strikes.length; from += turn) {
    const at = from + turn * RATTLE * random.normal();
    const force = Math.exp(RATTLE_SPREAD * random.normal());
    if (at >= 0 && at < strikes.length && random.uniform() < 0.8) addStrike(strikes, at, peak * force);
  }
}
