/** Inputs of a row that speak of the same, and are explained together. */
export interface Group {
  readonly name: string;
  /** Places in the row. */
  readonly inputs: readonly number[];
}

/** More groups would take 2^groups rows. */
export const MOST_GROUPS = 12;

/**
 * Exact Shapley values of the groups: by how much each moves the score from that of `reference` to that of `row`, averaged over all
 * orders in which the groups could be put in place. They add up to score(row) − score(reference).
 *
 * φ_g = Σ_{S ∌ g} |S|!(n − |S| − 1)!/n! · (f(S ∪ g) − f(S)), f(S): the score with the groups of S from `row`, the others from
 * `reference`. All 2^n rows are scored in one call.
 * Source: L. S. Shapley, A value for n-person games, 1953; S. Lundberg, S.-I. Lee, A unified approach to interpreting
 * model predictions, 2017 (with a single reference).
 */
export async function shapley(
  score: (rows: Float32Array, count: number) => Promise<Float32Array>,
  row: Float32Array,
  reference: Float32Array,
  groups: readonly Group[],
): Promise<{ readonly base: number; readonly contributions: readonly number[] }> {
  const n = groups.length;
  if (n > MOST_GROUPS) throw new RangeError(`${n} groups; at most ${MOST_GROUPS} can be explained`);
  const width = row.length;
  const subsets = 2 ** n;
  const rows = new Float32Array(subsets * width);
  for (let subset = 0; subset < subsets; subset++) {
    rows.set(reference, subset * width);
    groups.forEach(({ inputs }, g) => {
      if ((subset & (1 << g)) !== 0) for (const i of inputs) rows[subset * width + i] = row[i] ?? 0;
    });
  }
  const scores = await score(rows, subsets);
  const weights = weightsOf(n);
  const contributions = groups.map((_, g) => {
    let sum = 0;
    for (let subset = 0; subset < subsets; subset++) {
      if ((subset & (1 << g)) !== 0) continue;
      const gain = (scores[subset | (1 << g)] ?? NaN) - (scores[subset] ?? NaN);
      sum += (weights[bits(subset)] ?? NaN) * gain;
    }
    return sum;
  });
  return { base: scores[0] ?? NaN, contributions };
}

/** s!(n − s − 1)!/n! for s from 0 to n − 1. */
function weightsOf(n: number): number[] {
  const weights = [1 / n];
  for (let s = 1; s < n; s++) weights.push(((weights[s - 1] ?? NaN) * s) / (n - s));
  return weights;
}

function bits(x: number): number {
  let count = 0;
  for (let rest = x; rest !== 0; rest &= rest - 1) count++;
  return count;
}
