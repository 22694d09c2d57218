import type { Evidence, FailureMode } from "@presage/contracts";
import { LEAST } from "./modes.ts";

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
