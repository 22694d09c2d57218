/**
 * Area under the receiver operating characteristic: how likely a positive has a higher risk than a negative, ties half.
 * Source: J. A. Hanley, B. J. McNeil, 1982 (rank statistic).
 */
export function auc(risks: readonly number[], labels: readonly number[]): number {
  const order = risks.map((_, i) => i).toSorted((i, j) => (risks[i] ?? 0) - (risks[j] ?? 0));
  let rankSum = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && risks[order[to] ?? 0] === risks[order[from] ?? 0]) to++;
    const rank = (from + to + 1) / 2; // the mean rank of the tied, counted from 1
    for (let i = from; i < to; i++) if (labels[order[i] ?? 0] === 1) rankSum += rank;
    from = to;
  }
  const positive = labels.filter((y) => y === 1).length;
  return (rankSum - (positive * (positive + 1)) / 2) / (positive * (labels.length - positive));
}

/** Mean squared error of the probabilities (G. W. Brier, 1950). */
export const brier = (risks: readonly number[], labels: readonly number[]): number =>
  risks.reduce((sum, risk, i) => sum + (risk - (labels[i] ?? 0)) ** 2, 0) / risks.length;

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
