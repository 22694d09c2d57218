import { byAsset, type Row } from "./history.ts";

/** How a model does on machines. */
export interface Verdict {
  /** Probability that a window before a failure has a higher risk than another. */
  readonly auc: number;
  /** Machines that failed, and those of them for which a failure opened within the horizon before. */
  readonly failures: number;
  readonly announced: number;
  /** Machines that did not fail, and those of them for which one opened. */
  readonly healthy: number;
  readonly falsely: number;
}

/** Judges the risks of rows, where `k` of `n` windows at or over the threshold open a failure. */
export function judge(
  rows: readonly Row[],
  risks: Float32Array,
  { threshold, k, n }: { readonly threshold: number; readonly k: number; readonly n: number },
): Verdict {
  const scored = rows.map((row, i) => ({ ...row, risk: risks[i] ?? NaN }));
  const machines = [...byAsset(scored).values()].map((own) => {
    const isOpen = own.map(
      (_, i) => own.slice(Math.max(0, i + 1 - n), i + 1).filter(({ risk }) => risk >= threshold).length >= k,
    );
    return {
      fails: own.some(({ fails }) => fails),
      opens: isOpen.includes(true),
      announced: own.some(({ fails }, i) => fails && isOpen[i]),
    };
  });
  const failing = machines.filter(({ fails }) => fails);
  const healthy = machines.filter(({ fails }) => !fails);
  return {
    auc: auc(scored),
    failures: failing.length,
    announced: failing.filter(({ announced }) => announced).length,
    healthy: healthy.length,
    falsely: healthy.filter(({ opens }) => opens).length,
  };
}

/** By ranks. Source: J. A. Hanley, B. J. McNeil, 1982. */
function auc(scored: readonly { readonly risk: number; readonly fails: boolean }[]): number {
  const ascending = scored.toSorted((a, b) => a.risk - b.risk);
  const positive = scored.filter(({ fails }) => fails).length;
  const ranks = ascending.reduce((sum, { fails }, i) => sum + (fails ? i + 1 : 0), 0);
  return (ranks - (positive * (positive + 1)) / 2) / (positive * (scored.length - positive));
}
