/** What the spectra of one sensor can speak of. */
export type DiagnosedMode =
  "outer-race" | "inner-race" | "rolling-element" | "cage" | "imbalance" | "misalignment" | "looseness";

/** One line of a spectrum that speaks for a mode. */
export interface EvidenceLine {
  /** `2x BPFO`, `BPFI - 1x`, `1x` of the shaft. */
  label: string;
  /** Where it was found. */
  hz: number;
  /** In `unit`. */
  amplitude: number;
  /** UCUM: `%` is the modulation of the squared envelope as a share of its mean, `mm/s` a velocity RMS. */
  unit: string;
  /** Of the amplitude to the median amplitude around it. */
  ratio: number;
}

/** How strongly the spectra speak for a mode. */
export interface Evidence {
  mode: DiagnosedMode;
  /** 0 to 1; from 0.5 on it is there. */
  score: number;
  /** What it rests on, strongest first; none below a score of 0.5. */
  lines: EvidenceLine[];
}

/** From this score on the evidence is there. */
export const PRESENT = 0.5;

/** Scores below are not worth a mention. */
const LISTED = 0.2;

const MOST_LINES = 6;

/** A statistic relative to its threshold, 0 and up, as a score: r²/(1 + r²), 0.5 at the threshold. */
export const scoreOf = (ratio: number): number => (ratio > 0 ? ratio ** 2 / (1 + ratio ** 2) : 0);

/** The evidence of a mode, with its strongest lines if it is there. */
export const evidenceOf = (mode: DiagnosedMode, score: number, lines: () => EvidenceLine[]): Evidence => ({
  mode,
  score,
  lines:
    score < PRESENT
      ? []
      : lines()
          .toSorted((a, b) => b.amplitude - a.amplitude)
          .slice(0, MOST_LINES),
});

/**
 * One list from those of the blocks of a window, strongest first: of each mode the mean of its scores, with the lines of the
 * block in which it was strongest. A block that says nothing of a mode counts as 0. Modes below 0.2 are left out.
 */
export function combineEvidence(blocks: readonly (readonly Evidence[])[]): Evidence[] {
  const modes = new Map<DiagnosedMode, { sum: number; strongest: Evidence }>();
  for (const evidence of blocks.flat()) {
    const known = modes.get(evidence.mode);
    if (known === undefined) modes.set(evidence.mode, { sum: evidence.score, strongest: evidence });
    else {
      known.sum += evidence.score;
      if (evidence.score > known.strongest.score) known.strongest = evidence;
    }
  }
  return [...modes.values()]
    .map(({ sum, strongest: { mode, lines } }): Evidence => {
      const score = sum / blocks.length;
      return { mode, score, lines: score < PRESENT ? [] : lines };
    })
    .filter(({ score }) => score >= LISTED)
    .toSorted((a, b) => b.score - a.score);
}
