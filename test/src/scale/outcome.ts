import { chart, type Series } from "./chart.ts";
import type { Point } from "./recorder.ts";
import type { Scenario } from "./scenarios.ts";

/** What became of a plant of some size in a scenario. */
export interface Outcome {
  readonly assets: number;
  readonly scenario: Scenario;
  readonly points: readonly Point[];
}

/** A window is in time when 99 of 100 are there so soon, seconds; and again when they have been for so many seconds. */
const IN_TIME = 2;
const STEADY = 10;

/** Seconds from the beginning until windows are in time again for good; 0 if they always were, undefined if they never are. */
function recovery(points: readonly Point[], begin: number): number | undefined {
  const late = points.findLast(({ time, p99 }) => time >= begin && p99 > IN_TIME);
  if (late === undefined) return 0;
  return (points.at(-1)?.time ?? 0) - late.time < STEADY ? undefined : late.time - begin;
}

const HEADS = [
  "",
  "assets",
  "p99 before",
  "worst p99",
  "most lag, windows",
  "in time again after",
  "processes",
];

const inSeconds = (values: readonly number[]): string =>
  `${Number(Math.max(...values.filter(Number.isFinite)).toPrecision(2))} s`;
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** A table of Markdown, a line for each outcome. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ assets, scenario: { begin, title }, points }) => {
    const before = points.filter(({ time }) => time > begin / 2 && time < begin);
    const after = points.filter(({ time }) => time >= begin);
    const lag = Math.max(...after.map(({ groups }) => sum(groups.map((group) => group.lag))));
    const members = after.map(({ groups }) => sum(groups.map((group) => group.members)));
    const again = recovery(points, begin);
    return [
      title,
      assets.toLocaleString("en"),
      inSeconds(before.map(({ p99 }) => p99)),
      inSeconds(after.map(({ p99 }) => p99)),
      Number(lag.toPrecision(3)).toLocaleString("en"),
      again === undefined ? "not in this time" : `${Math.round(again)} s`,
      `${members[0]} to ${Math.max(...members)}`,
    ];
  });
  const rule = HEADS.map((_, i) => (i === 0 ? "---" : "---:"));
  return [HEADS, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** The charts of outcomes, by name of the scenario, a line for each size. */
export function outcomeCharts(outcomes: readonly Outcome[]): ReadonlyMap<string, string> {
  const charts = new Map<string, string>();
  for (const { scenario } of outcomes) {
    const series = outcomes
      .filter((each) => each.scenario.name === scenario.name)
      .map(({ assets, points }): Series => {
        const every = points.length > 700 ? 4 : 2;
        const kept = points.filter((_, i) => i % every === 0);
        const name = `${assets.toLocaleString("en")} assets`;
        return { name, points: kept.map(({ time, p99 }) => [time, p99]) };
      });
    charts.set(scenario.name, chart(scenario.title, series, scenario.begin));
  }
  return charts;
}
