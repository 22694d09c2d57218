import { type Baselines, growth } from "@presage/baseline";
import type { Evidence, FailureMode, FeatureWindow } from "@presage/contracts";

/**
 * Deviation at which growth is evidence enough, in robust standard deviations: the scale holds all that a healthy machine is known to
 * wander, so four of them are no chance.
 */
export const NOTABLE = 4;

/** 0 without growth, 0.5 at a notable deviation, towards 1 beyond. */
const strength = (z = 0): number => (z > 0 ? z ** 2 / (z ** 2 + NOTABLE ** 2) : 0);

/** Evidence below this is not told. */
export const LEAST = 0.2;

/** A bearing that gets worse with no line that says which part: told, but after a part that is named as clearly. */
const UNNAMED = 0.9;

export const BEARING_PARTS = ["outer-race", "inner-race", "rolling-element", "cage"] as const;
const SHAFT_MODES = ["imbalance", "misalignment", "looseness"] as const;
type ShaftMode = (typeof SHAFT_MODES)[number];

/** The orders in which a mode of the shaft shows. */
const ORDERS: Readonly<Record<ShaftMode, readonly string[]>> = {
  imbalance: ["velocity_1x"],
  misalignment: ["velocity_2x"],
  looseness: ["velocity_harmonics", "velocity_subharmonics"],
};

/** What strikes and friction in a bearing raise, and unbalance and misalignment do not: they are heard below 1 kHz. */
const STRIKES = ["kurtosis"];
const NOISE = ["band_rms_1000_4000", "band_rms_4000_nyquist", "envelope_floor"];

/**
 * Failure modes for which a window gives evidence, most likely first. They are found by what the spectra say by themselves (lines
 * of bearing parts, patterns of shaft orders), and by what has grown beyond the asset's own baseline: 1x for imbalance, 2x for
 * misalignment, many harmonics and half orders for looseness, temperature for overheating, noise and strikes for a bearing.
 *
 * One failure has several signs, so what a mode explains counts less for the others; c is a mode's score, 0 to 1:
 *
 * - what was there in the baseline is the machine's own: of the pattern of orders counts the share of its mean square velocity that has
 *   been added since;
 * - a bearing that wears gets play, and play moves the shaft's orders, but imbalance and misalignment neither strike nor hiss nor make lines at a
 *   part's frequency: they count (1 − c) of the bearing, named or not;
 * - half orders and many harmonics are the sign of looseness alone, and a loose part rattles: a bearing without a name counts
 *   (1 − c) of looseness, and as a name says more, (1 − c) of its part;
 * - a bearing that is struck gets hot by that: overheating counts (1 − c) of strikes and of a named part. Noise does not explain
 *   heat, as a bearing that lacks lubricant hisses.
 *
 * Source: R. B. Randall, Vibration-based Condition Monitoring, 2nd edition 2021 (signs of each fault); the figures are ours.
 */
export function failureModes(window: FeatureWindow, baselines: Baselines): Evidence[] {
  const z = (indicator: string): number => growth(window, baselines, indicator)?.deviation ?? 0;
  const worst = (names: readonly string[]): number =>
    strength(Math.max(...names.map((name) => z(`acceleration.${name}`))));
  const seen = strongest(window);
  const scoreOf = (mode: FailureMode): number => seen.get(mode)?.score ?? 0;
  const named = Math.max(...BEARING_PARTS.map(scoreOf));
  const strikes = worst(STRIKES);
  const bearing = Math.max(strikes, worst(NOISE));
  const shaft = ofShaft(window, baselines, scoreOf);
  const others = 1 - Math.max(named, bearing);
  const scores: Partial<Record<FailureMode, number>> = {
    ...Object.fromEntries(BEARING_PARTS.map((part) => [part, scoreOf(part)])),
    looseness: shaft.looseness,
    imbalance: shaft.imbalance * others,
    misalignment: shaft.misalignment * others,
    "bearing-wear": UNNAMED * bearing * (1 - named) * (1 - shaft.looseness),
    overheating: strength(z("temperature.mean")) * (1 - Math.max(named, strikes)),
  };
  return (Object.entries(scores) as [FailureMode, number][])
    .filter(([, score]) => score >= LEAST)
    .map(([mode, score]) => ({ mode, score, lines: seen.get(mode)?.lines ?? [] }))
    .toSorted((a, b) => b.score - a.score);
}

/** Of each mode that the spectra speak of the strongest evidence among the sensors. */
function strongest({ sensors }: FeatureWindow): Map<FailureMode, Evidence> {
  const found = new Map<FailureMode, Evidence>();
  for (const evidence of Object.values(sensors).flatMap((sensor) => sensor.evidence ?? []))
    if (evidence.score > (found.get(evidence.mode)?.score ?? 0)) found.set(evidence.mode, evidence);
  return found;
}

/** Scores of the shaft's modes: by their pattern as far as it was not there before, or by what has grown, if that says more. */
function ofShaft(
  window: FeatureWindow,
  baselines: Baselines,
  patternOf: (mode: ShaftMode) => number,
): Record<ShaftMode, number> {
  let deviation = 0;
  let all = 0;
  const of = (mode: ShaftMode) => {
    let [before, added, isKnown] = [0, 0, false];
    for (const order of ORDERS[mode]) {
      const grown = growth(window, baselines, `acceleration.${order}`);
      if (grown === undefined) continue;
      isKnown = true;
      before += grown.reference ** 2;
      added += Math.max(0, grown.value ** 2 - grown.reference ** 2);
      deviation = Math.max(deviation, grown.deviation);
    }
    all += added;
    return { added, own: isKnown ? added / (before + added || 1) : 1 };
  };
  const orders = { imbalance: of("imbalance"), misalignment: of("misalignment"), looseness: of("looseness") };
  const scoreOf = (mode: ShaftMode): number => {
    const { added, own } = orders[mode];
    const byGrowth = all > 0 ? strength(deviation) * Math.sqrt(added / all) : 0;
    return Math.max(patternOf(mode) * own, byGrowth);
  };
  return {
    imbalance: scoreOf("imbalance"),
    misalignment: scoreOf("misalignment"),
    looseness: scoreOf("looseness"),
  };
}
