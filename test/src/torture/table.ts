import { FAULT_NAMES, faultOf } from "./faults.ts";
import type { Report } from "./torture.ts";

const lineOf = (cells: readonly (string | number)[], widths: readonly number[]): string =>
  cells
    .map((cell, i) => String(cell).padEnd(widths[i] ?? 0))
    .join("  ")
    .trimEnd();

function tableOf(rows: readonly (readonly (string | number)[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => String(row[i] ?? "").length)));
  return rows.map((row) => lineOf(row, widths)).join("\n");
}

/** How often what was done, to how many parts, and what came of it all. */
export function printed(report: Report): string {
  const { steps, evidence, violations, ends, settleSeconds } = report;
  const { sent, log, heard } = evidence;
  const done = FAULT_NAMES.map((name) => ({ name, of: steps.filter(({ fault }) => fault === name) }))
    .filter(({ of }) => of.length > 0)
    .map(({ name, of }) => [
      name,
      of.length,
      new Set(of.map(({ part }) => part)).size,
      (of.reduce((sum, { ms }) => sum + ms, 0) / 1e3).toFixed(0),
      faultOf(name).what,
    ]);
  const used = log.features.flatMap(({ value }) =>
    Object.values(value.sensors).map(({ quality }) => quality),
  );
  const sum = (of: (quality: (typeof used)[number]) => number | undefined): number =>
    used.reduce((total, quality) => total + (of(quality) ?? 0), 0);
  const figures = [
    ["messages acknowledged", sent.filter(({ acknowledgedAt }) => acknowledgedAt !== undefined).length],
    ["blocks in the log", log.samples.length],
    ["… used in a window", sum(({ blocks }) => blocks)],
    ["… reported late", sum(({ late }) => late)],
    ["… reported repeated", sum(({ duplicates }) => duplicates)],
    ["rejected", log.rejected.length],
    ["windows", log.features.length],
    ["predictions", log.predictions.length],
    ["revisions of failures", log.failures.length],
    ["revisions of groups", log.groups.length],
    ["events to the MES", heard.events.length],
    ["settled after, s", settleSeconds.toFixed(0)],
    ["ended by themselves", ends.length],
    ["violations", violations.length],
  ];
  const wrong = violations.slice(0, 40).map(({ rule, what, seen }) => `${rule}: ${what} (${seen})`);
  return [
    tableOf([["fault", "times", "parts", "s", "what"], ...done]),
    tableOf(figures),
    ...(ends.length > 0 ? [`ended by themselves:\n${ends.join("\n")}`] : []),
    ...(wrong.length > 0 ? [`violations:\n${wrong.join("\n")}`] : []),
  ].join("\n\n");
}
