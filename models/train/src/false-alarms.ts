import type { Row } from "./rows.ts";

/** When a failure opens on a risk. */
export interface Opening {
  readonly threshold: number;
  readonly k: number;
  readonly n: number;
  /** Share of its age for which windows must have counted. */
  readonly patience: number;
}

/** Risks of a machine's windows, and how old it was at each. */
export interface Watched {
  readonly risks: readonly number[];
  /** As a share of the age at the end. */
  readonly ages: readonly number[];
}

/** Fewer openings say nothing of a rate. */
const LEAST_OPENINGS = 3;

/** Thresholds that are tried: log-odds from -5 on. */
const THRESHOLDS = Array.from({ length: 80 }, (_, i) => 1 / (1 + Math.exp(5 - i / 8)));

export const watched = (rows: readonly Row[], risks: readonly number[]): Watched => ({
  risks,
  ages: rows.map(({ share }) => share),
});

/** Windows with which a failure would be opened, if each closes once none of the last n windows is over the threshold. */
export function openings({ risks, ages }: Watched, { threshold, k, n, patience }: Opening): number[] {
  const found: number[] = [];
  let since: number | null = null;
  let open = false;
  risks.forEach((risk, i) => {
    const age = ages[i] ?? NaN;
    const over = risks.slice(Math.max(0, i - n + 1), i + 1).filter((r) => r >= threshold).length;
    if (over === 0) [since, open] = [null, false];
    else since ??= age;
    if (open || risk < threshold || over < k || age - (since ?? age) < patience * age) return;
    open = true;
    found.push(i);
  });
  return found;
}

/** In how many spells of patience it was decided anew, in a machine's time under watch. */
function spells({ ages }: Watched, patience: number): number {
  const between = ages.slice(1).map((age, i) => Math.log(age / (ages[i] ?? NaN)) / patience);
  return between.reduce((sum, count) => sum + Math.min(1, count), 0);
}

/**
 * How often failures would be opened on healthy machines, per spell of patience, by threshold; rates descend. Beyond the last the tail
 * is taken to go on as it did, by whoever reads the table.
 */
export function falseAlarmTable(
  machines: readonly Watched[],
  rule: Omit<Opening, "threshold">,
): { perSpell: number; threshold: number }[] {
  const all = machines.reduce((sum, machine) => sum + spells(machine, rule.patience), 0);
  const table: { perSpell: number; threshold: number }[] = [];
  for (const threshold of THRESHOLDS) {
    const count = machines.reduce(
      (sum, machine) => sum + openings(machine, { ...rule, threshold }).length,
      0,
    );
    const perSpell = Number((count / all).toPrecision(3));
    // From where they are most on: below, failures are open all the time and hardly ever opened.
    while (perSpell > (table.at(-1)?.perSpell ?? Infinity)) table.pop();
    if (count < LEAST_OPENINGS) {
      if (table.length > 0) break;
      continue; // Still below where failures come and go.
    }
    if (perSpell < (table.at(-1)?.perSpell ?? Infinity))
      table.push({ perSpell, threshold: Number(threshold.toPrecision(4)) });
  }
  return table;
}
