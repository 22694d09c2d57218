import { type Comparison, openedAlone, type Side, worseIn } from "./comparison.ts";
import { RISK_EDGES } from "./risks.ts";

const BAR = 24;
const COLUMN = 28;

/** A comparison in plain text, for a terminal. */
export function comparisonText(comparison: Comparison): string {
  const { windows, assets, from, to, agreement, champion, challenger } = comparison;
  if (windows === 0 || from === null || to === null)
    return "the challenger has not judged a window of this champion yet; look again in a while\n";
  const row = (name: string, of: (side: Side) => string): string =>
    `  ${name.padEnd(COLUMN)}${of(champion).padEnd(COLUMN)}${of(challenger)}`;
  const labelled =
    champion.labelled.confirmed + challenger.labelled.falseAlarms + champion.labelled.falseAlarms;
  const worse = worseIn(comparison);
  return [
    `${windows.toLocaleString("en")} windows of ${count(assets, "asset")}, ${minute(from)} to ${minute(to)} UTC`,
    "",
    row("", ({ model }) => `${model.name}@${model.version}`),
    row("", (side) => (side === champion ? "champion" : "challenger, in shadow")),
    row("windows scored", ({ scored }) => scored.toLocaleString("en")),
    row("mean risk", ({ meanRisk }) => decimal(meanRisk, 4)),
    row("threshold", ({ threshold }) => decimal(threshold, 4)),
    row("failures opened", ({ failures }) => {
      const byModel = failures.filter(({ basis }) => basis === "model").length;
      return `${failures.length}, of which ${byModel} by its risk`;
    }),
    row("confirmed failures found", ({ labelled: { found, confirmed } }) =>
      confirmed === 0 ? "none confirmed" : `${found} of ${confirmed}`,
    ),
    row("alarms found false", ({ labelled: { falseAlarms } }) => `${falseAlarms}`),
    row("precision", ({ labelled: { precision } }) => percent(precision)),
    row("lead, median", ({ labelled: { medianLeadHours } }) =>
      medianLeadHours === null ? "–" : `${decimal(medianLeadHours, 3)} h`,
    ),
    "",
    `  They agree on ${percent(agreement.share)} of the windows that both scored: ` +
      `${agreement.both} count for both, ${agreement.championOnly} for the champion only, ` +
      `${agreement.challengerOnly} for the challenger only. Correlation of the log-odds: ${decimal(agreement.correlation, 2)}.`,
    "",
    ...distribution(champion, challenger),
    "",
    ...alone("champion", champion, challenger),
    ...alone("challenger", challenger, champion),
    labelled === 0
      ? "  Nothing was labelled meanwhile, so nobody knows which is right; presage label says what was found."
      : `  By what was found of the machines the challenger is ${worse === null ? "not worse" : `worse: ${worse}`}.`,
    "",
  ].join("\n");
}

/** Both distributions of the risk, a bin a line. */
function distribution(champion: Side, challenger: Side): string[] {
  const most = Math.max(...champion.risks, ...challenger.risks, Number.MIN_VALUE);
  const bar = (share: number): string => {
    const filled = share === 0 ? "" : "█".repeat(Math.max(1, Math.round((share / most) * BAR)));
    return `${percent(share).padStart(6)} ${filled}`;
  };
  const edges = [0, ...RISK_EDGES, 1];
  return [
    `  ${"risk".padEnd(13)}${"champion".padEnd(BAR + 10)}challenger`,
    ...champion.risks.map(
      (share, i) =>
        `  ${`${edges[i]}–${edges[i + 1]}`.padEnd(12)} ${bar(share).padEnd(BAR + 10)}${bar(challenger.risks[i] ?? 0)}`,
    ),
  ];
}

/** As many as one looks at; `--json` has all. */
const MOST_ALONE = 10;

/** Failures that only one of the two opened. */
function alone(role: string, mine: Side, other: Side): string[] {
  const only = openedAlone(mine, other);
  if (only.length === 0) return [];
  const lines = only
    .slice(0, MOST_ALONE)
    .map(
      ({ asset, openedAt, closedAt, basis }) =>
        `    ${minute(openedAt)} to ${closedAt === null ? "now" : minute(closedAt)}  ${asset}${basis === "rule" ? ", by a limit" : ""}`,
    );
  const more = only.length > MOST_ALONE ? [`    and ${only.length - MOST_ALONE} more`] : [];
  return [`  Opened by the ${role} only:`, ...lines, ...more, ""];
}

const minute = (time: number): string => new Date(time).toISOString().slice(0, 16).replace("T", " ");

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
const decimal = (x: number | null, digits: number): string =>
  x === null ? "–" : `${Number(x.toPrecision(digits))}`;
const percent = (share: number | null): string => (share === null ? "–" : `${(100 * share).toFixed(1)} %`);
