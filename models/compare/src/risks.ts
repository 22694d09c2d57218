/** Between bins of a distribution of risks: what matters is small, and thresholds are anywhere. */
export const RISK_EDGES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9] as const;

/** A distribution of risks as it grows. */
export interface Risks {
  add(risk: number): void;
  readonly count: number;
  /** Null without any. */
  mean(): number | null;
  /** Of each bin; all 0 without any. */
  shares(): number[];
}

export function collectRisks(): Risks {
  const counts = Array<number>(RISK_EDGES.length + 1).fill(0);
  let count = 0;
  let sum = 0;
  return {
    add(risk) {
      const above = RISK_EDGES.findIndex((edge) => risk < edge);
      const bin = above < 0 ? RISK_EDGES.length : above;
      counts[bin] = (counts[bin] ?? 0) + 1;
      count += 1;
      sum += risk;
    },
    get count() {
      return count;
    },
    mean: () => (count === 0 ? null : sum / count),
    shares: () => counts.map((n) => (count === 0 ? 0 : n / count)),
  };
}

/** Pearson's correlation of pairs as they come, by Welford's method. */
export interface Correlation {
  add(x: number, y: number): void;
  /** −1 to 1; null if one of them never changes. */
  value(): number | null;
}

export function collectCorrelation(): Correlation {
  let n = 0;
  let [meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0];
  return {
    add(x, y) {
      n += 1;
      const [dx, dy] = [x - meanX, y - meanY];
      meanX += dx / n;
      meanY += dy / n;
      xx += dx * (x - meanX);
      yy += dy * (y - meanY);
      xy += dx * (y - meanY);
    },
    value: () => (xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null),
  };
}

/** Risks of exactly 0 and 1 have no log-odds. */
const LEAST = 1e-6;

/** Natural logarithm of the odds. */
export function logOdds(risk: number): number {
  const p = Math.max(LEAST, Math.min(1 - LEAST, risk));
  return Math.log(p / (1 - p));
}
