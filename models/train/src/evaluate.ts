import { coverage } from "./band.ts";
import type { Course } from "./corpus.ts";
import { type Opening, openings, type Watched, watched } from "./false-alarms.ts";
import { auc, brier, quantile } from "./metrics.ts";
import type { Row } from "./rows.ts";
import { type Fitted, intervalsOf, risksOf } from "./train.ts";

/** 1 for a row within the horizon of its machine's failure, else 0; null if it is not known. */
const labelOf = (row: Row, horizonShare: number): number | null =>
  row.remaining <= horizonShare ? (row.failed ? 1 : null) : 0;

/** How good a model is on machines that it has not seen: wearing ones from new to failure, and healthy ones for a month. */
export function evaluate(
  fitted: Fitted,
  test: readonly Course[],
  healthy: readonly Watched[],
  rule: Opening,
): Record<string, number> {
  const horizon = fitted.outputs.horizonShare;
  const scored = test.map(({ rows }) => ({ rows, risks: risksOf(fitted, rows) }));
  const judged = scored.flatMap(({ rows, risks: of }) =>
    rows.flatMap((row, i) => {
      const label = labelOf(row, horizon);
      return label === null ? [] : [{ risk: of[i] ?? NaN, label }];
    }),
  );
  const risks = judged.map((j) => j.risk);
  const labels = judged.map((j) => j.label);
  const opened = scored.flatMap(({ rows, risks: of }) => {
    const [at] = openings(watched(rows, of), rule);
    return at === undefined ? [] : (rows[at] ?? []);
  });
  const falsely = healthy.map((machine) => openings(machine, rule).length);
  const intervals = test.flatMap((course) => intervalsOf(fitted, course.rows));
  const errors = intervals.map(({ p50, actual }) => Math.abs(Math.log(p50 / actual)));
  return round({
    auc: auc(risks, labels),
    brier: brier(risks, labels),
    detected: opened.length / test.length,
    medianLeadShare: quantile(
      opened.map((row) => 1 - row.share),
      0.5,
    ),
    healthyMachineMonths: healthy.length,
    falselyOpenedInThem: falsely.reduce((sum, count) => sum + count, 0),
    bandCoverage: coverage(intervals),
    medianLifeErrorFactor: Math.exp(quantile(errors, 0.5)),
  });
}

const round = (metrics: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, Number(value.toFixed(4))]));
