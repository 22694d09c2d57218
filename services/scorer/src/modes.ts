import { type Baselines, growth } from "@presage/baseline";
import type { Evidence, FailureMode, FeatureWindow } from "@presage/contracts";

/** Deviation at which growth is evidence enough, in robust standard deviations. */
const NOTABLE = 6;

/** 0 without growth, 0.5 at a notable deviation, towards 1 beyond. */
const strength = (z = 0): number => (z > 0 ? z ** 2 / (z ** 2 + NOTABLE ** 2) : 0);

/** Evidence below this is not told. */
const LEAST = 0.2;

/** A bearing that gets worse with no line that says which part: told, but after a part that is named. */
const UNNAMED = 0.9;

/**
 * Failure modes for which a window gives evidence, most likely first: what the spectra say by themselves (bearing parts, patterns
 * of shaft orders), and what has grown beyond the asset's own baseline: 1x for imbalance, 2x for misalignment, many
 * harmonics and half orders for looseness, temperature for overheating.
 */
export function failureModes(window: FeatureWindow, baselines: Baselines): Evidence[] {
  const found = new Map<FailureMode, Evidence>();
  const add = (evidence: Evidence): void => {
    if (evidence.score >= Math.max(LEAST, found.get(evidence.mode)?.score ?? 0))
      found.set(evidence.mode, evidence);
  };
  for (const { evidence = [] } of Object.values(window.sensors)) evidence.forEach(add);
  for (const [mode, score] of Object.entries(grown(window, baselines)) as [FailureMode, number][])
    if (score > (found.get(mode)?.score ?? 0))
      add({ mode, score: Math.min(1, score), lines: found.get(mode)?.lines ?? [] });
  return [...found.values()].toSorted((a, b) => b.score - a.score);
}

/** Scores of failure modes, smoothed over windows. */
export type ModeScores = Readonly<Partial<Record<FailureMode, number>>>;

/** Weight of a new window: one alone may see anything. */
const WEIGHT = 0.3;

/** The scores with one more window. */
export function smoothModes(before: ModeScores, window: readonly Evidence[]): ModeScores {
  const now = new Map(window.map(({ mode, score }) => [mode, score]));
  const after: Partial<Record<FailureMode, number>> = {};
  for (const mode of new Set([...(Object.keys(before) as FailureMode[]), ...now.keys()])) {
    const score = (before[mode] ?? 0) + WEIGHT * ((now.get(mode) ?? 0) - (before[mode] ?? 0));
    if (score >= LEAST / 10) after[mode] = Math.round(1e3 * score) / 1e3;
  }
  return after;
}

/** Modes by smoothed score, most likely first, each with the lines of the latest window. */
export const rankModes = (scores: ModeScores, window: readonly Evidence[]): Evidence[] =>
  (Object.entries(scores) as [FailureMode, number][])
    .filter(([, score]) => score >= LEAST)
    .map(([mode, score]) => ({ mode, score, lines: window.find((e) => e.mode === mode)?.lines ?? [] }))
    .toSorted((a, b) => b.score - a.score);

function grown(window: FeatureWindow, baselines: Baselines): Partial<Record<FailureMode, number>> {
  const of = (indicator: string) => growth(window, baselines, indicator);
  const z = (name: string): number => of(`acceleration.${name}`)?.deviation ?? 0;
  /** How much of the mean square velocity has been added by a group of orders, (mm/s)². */
  const added = (name: string): number => {
    const { value = 0, reference = 0 } = of(`acceleration.${name}`) ?? {};
    return Math.max(0, value ** 2 - reference ** 2);
  };
  const orders = {
    imbalance: added("velocity_1x"),
    misalignment: added("velocity_2x"),
    looseness: added("velocity_harmonics") + added("velocity_subharmonics"),
  };
  const all = orders.imbalance + orders.misalignment + orders.looseness;
  const shaft = Math.max(
    ...["velocity_1x", "velocity_2x", "velocity_harmonics", "velocity_subharmonics"].map(z),
  );
  const share = (part: number): number => (all > 0 ? part / all : 0);
  const bearing = Math.max(
    ...["kurtosis", "band_rms_1000_4000", "band_rms_4000_nyquist", "envelope_floor"].map(z),
  );
  return {
    imbalance: strength(shaft) * Math.sqrt(share(orders.imbalance)),
    misalignment: strength(shaft) * Math.sqrt(share(orders.misalignment)),
    looseness: strength(shaft) * Math.sqrt(share(orders.looseness)),
    overheating: strength(of("temperature.mean")?.deviation),
    "bearing-wear": UNNAMED * strength(bearing),
  };
}
