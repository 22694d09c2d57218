import type { Row } from "./rows.ts";

/** Shares of a machine's age between which its remaining life is told apart; the last is far beyond any that is seen to fail. */
export const EDGES = [0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8] as const;

/** What the likelihood asks of the hazards of some rows. */
export interface Targets {
  readonly edges: number;
  /** 1 where the machine failed between an edge and the one below, row after row. */
  readonly failed: Float32Array;
  /** The row's weight where it is known whether the machine lived up to the edge below; 0 beyond. */
  readonly weights: Float32Array;
}

/**
 * The targets of rows, each with a weight. A machine that did not fail says something only of the edges that it outlived while it
 * was seen (right-censoring).
 */
export function targetsOf(rows: readonly Row[], weightOf: readonly number[]): Targets {
  const edges = EDGES.length;
  const failed = new Float32Array(rows.length * edges);
  const weights = new Float32Array(rows.length * edges);
  rows.forEach((row, r) => {
    const weight = weightOf[r] ?? 0;
    EDGES.forEach((edge, e) => {
      const below = EDGES[e - 1] ?? 0;
      const ends = row.remaining <= edge;
      if (row.remaining <= below || (ends && !row.failed)) return;
      weights[r * edges + e] = weight;
      if (ends) failed[r * edges + e] = 1;
    });
  });
  return { edges, failed, weights };
}
