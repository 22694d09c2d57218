import { parseArgs } from "node:util";
import { evaluateFaults, type FaultFigures } from "./faults.ts";
import { evaluateHealthy, type HealthyFigures } from "./healthy.ts";
import { openJudge } from "./judge.ts";
import { createObserver } from "./observe.ts";
import { evaluateScalars, scalarsText } from "./scalars.ts";

const HELP = `Usage: npm run evaluate -- <faults | healthy | scalars DIR> [options]

faults    machines of every fault, from new to their limit: whether they are found, and the right mode is named
healthy   machines without wear, a window every ten minutes: how often they are taken for failing
scalars   slow sensors against their baseline, on the recordings skab and nab in DIR

  --model DIR     model package; none: the rules alone (default models/bearing-wear)
  --machines N    machines, of every fault (default 20) or all together (default 100)
  --seed N        of the first machine
  --block S       faults: length of a block of vibration in seconds (default 0.8)
  --days N        healthy: for how long (default 30)
  --limit N       scalars: robust standard deviations (default 6)
  --json          the figures as JSON
  --help
`;

const WRONG_USE = 2;

/** Windows in a life. */
const WINDOWS = 150;

/** Machines that no model was trained on. */
const SEED = 700_000;

function refuse(mistake: string): never {
  process.stderr.write(`${mistake}\n\n${HELP}`);
  process.exit(WRONG_USE);
}

function number(text: string, name: string, least: number): number {
  const value = Number(text);
  return value >= least && Number.isFinite(value) ? value : refuse(`--${name} is ${text}`);
}

function read() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        model: { type: "string", default: "models/bearing-wear" },
        machines: { type: "string" },
        seed: { type: "string", default: `${SEED}` },
        block: { type: "string", default: "0.8" },
        days: { type: "string", default: "30" },
        limit: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const percent = (share: number | null): string => (share === null ? "-" : `${Math.round(100 * share)} %`);

function faultsTable(figures: readonly FaultFigures[]): string {
  const rows = figures.map((f) => [
    f.fault,
    `${f.machines}`,
    ...[f.found, f.byModel, f.byRule, f.medianLead, f.rightAtOpening, f.rightAtLimit].map(percent),
    `${f.falseOpenings}`,
  ]);
  return table([
    ["fault", "machines", "found", "by model", "by rule", "lead", "right at opening", "at limit", "false"],
    ...rows,
  ]);
}

const healthyTable = ({ machines, days, windows, failures, openedBy }: HealthyFigures): string =>
  table([
    ["machines", "days", "windows", "failures", "opened by"],
    [machines, days, windows, failures, Object.entries(openedBy).map(([by, n]) => `${by}: ${n}`)].map(String),
  ]);

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return `${rows.map(line).join("\n")}\n`;
}

const { values, positionals } = read();
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const [what, directory] = positionals;
if (what === "scalars" && directory !== undefined) {
  const limit = values.limit === undefined ? undefined : number(values.limit, "limit", Number.MIN_VALUE);
  const figures = await evaluateScalars(directory, values.model, limit);
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : scalarsText(figures));
  process.exit(0);
}
if (positionals.length !== 1 || (what !== "faults" && what !== "healthy")) refuse("What is to be evaluated?");
const begin = performance.now();
const seconds = (): string => ((performance.now() - begin) / 1e3).toFixed(0);
const progress = (done: number, all: number): void => {
  if (done % 10 === 0 || done === all) process.stderr.write(`${done}/${all} machines, ${seconds()} s\n`);
};
const seed = number(values.seed, "seed", 0);
const machines = number(values.machines ?? (what === "faults" ? "20" : "100"), "machines", 1);
const { judge, close } = await openJudge(values.model === "none" ? undefined : values.model);
const observe = await createObserver();
let text: string;
if (what === "faults") {
  const blockSeconds = number(values.block, "block", 0.01);
  const settings = { machines, seed, blockSeconds, windows: WINDOWS };
  const figures = await evaluateFaults(settings, observe, judge, progress);
  text = values.json ? `${JSON.stringify(figures)}\n` : faultsTable(figures);
} else {
  const days = number(values.days, "days", 0.01);
  const figures = await evaluateHealthy({ machines, days, seed }, observe, judge, progress);
  text = values.json ? `${JSON.stringify(figures)}\n` : healthyTable(figures);
}
close();
process.stdout.write(text);
