import type { Machine } from "./machine.ts";

/** Wear at the onset of damage: slow ageing. */
const AGEING = 0.05;

/**
 * Wear in [0, 1] after a share of the machine's life: flat until the machine's own onset, then accelerating to 1 at the end of
 * life, where it stays. The share may be any number; below 0 counts as new.
 */
export function wearAt({ wearLaw: { onset, exponent } }: Machine, lifeShare: number): number {
  const share = Math.min(1, Math.max(0, lifeShare));
  const damage = Math.max(0, (share - onset) / (1 - onset)) ** exponent;
  return AGEING * share + (1 - AGEING) * damage;
}

/**
 * How much of running in is left after a share of the machine's life, from 1 down to 0: exp(−share/running-in's share). Surfaces
 * smooth each other and grease finds its place; until then a machine is louder and warmer, without being ill. 0 for
 * machines that come run in.
 */
export function runInAt({ runIn }: Machine, lifeShare: number): number {
  return runIn.share === 0 ? 0 : Math.exp(-Math.max(0, lifeShare) / runIn.share);
}
