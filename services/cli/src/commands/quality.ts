import {
  breaches,
  type OpenBreach,
  PresageError,
  type QualityDay,
  qualityDays,
  type SensorDay,
} from "@presage/contracts";
import { loadConfig } from "@presage/service";
import type { Broker } from "@presage/stream";
import { openBroker } from "../process/broker.ts";
import { readLog } from "../process/read-log.ts";
import { print } from "../process/registry.ts";

export interface QualityOptions {
  readonly config?: string;
  /** As 2026-11-28, UTC; by default the last one that there is a report of. */
  readonly day?: string;
  /** Only assets with this in their path. */
  readonly asset?: string;
  readonly json?: boolean;
}

interface Report {
  /** Null if there is none. */
  readonly day: string | null;
  readonly assets: readonly { readonly asset: string; readonly sensors: QualityDay["sensors"] }[];
  /** Breaches that are open now. */
  readonly open: readonly (OpenBreach & { readonly asset: string })[];
}

/** Prints a day's report. */
export async function quality(options: QualityOptions): Promise<void> {
  const { config: file, day } = options;
  if (day !== undefined && !/^\d{4}-\d\d-\d\d$/.test(day))
    throw new PresageError("CONFIG_INVALID", `--day must be a day as 2026-11-28, not ${day}`);
  const config = loadConfig({ env: process.env, file });
  const broker = await openBroker(config);
  try {
    const report = await readReport(broker, options);
    print(options, report, textOf(report));
  } finally {
    await broker.close();
  }
}

async function readReport(broker: Broker, { day: wanted, asset = "" }: QualityOptions): Promise<Report> {
  let day = wanted ?? "";
  let assets: { asset: string; sensors: QualityDay["sensors"] }[] = [];
  for await (const { key, value } of readLog(broker, qualityDays)) {
    if (!key.includes(asset) || (wanted === undefined ? value.day < day : value.day !== day)) continue;
    if (value.day !== day) [day, assets] = [value.day, []];
    assets.push({ asset: key, sensors: value.sensors });
  }
  const open = new Map<string, readonly OpenBreach[]>();
  for await (const { key, value } of readLog(broker, breaches))
    if (key.includes(asset)) open.set(key, value.open);
  return {
    day: assets.length === 0 ? null : day,
    assets: assets.toSorted((a, b) => (a.asset < b.asset ? -1 : 1)),
    open: [...open].flatMap(([key, list]) => list.map((breach) => ({ asset: key, ...breach }))),
  };
}

const HEAD = [
  "sensor",
  "coverage",
  "messages",
  "lost",
  "again",
  "late",
  "latency",
  "gap",
  "out",
  "stood",
  "not met",
];

function textOf({ day, assets, open }: Report): string {
  const rows = assets.flatMap(({ asset, sensors }) =>
    Object.entries(sensors).map(([sensor, of]) => [`${asset}/${sensor}`, ...cellsOf(of)]),
  );
  const widths = HEAD.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `${cells
      .map((cell, i) =>
        i === 0 || i === HEAD.length - 1 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0),
      )
      .join("  ")
      .trimEnd()}\n`;
  const table =
    day === null
      ? "there is no report of that day: one is written when a day (UTC) is over\n"
      : `${day}, UTC\n\n${line(HEAD)}${rows.map(line).join("")}`;
  const broken = open.map(
    ({ asset, sensor, requirement, kind, worst, since, owner }) =>
      `  ${asset}/${sensor}: ${requirement}, ${kind} ${worst}, since ${new Date(since).toISOString()}${owner === undefined ? "" : `, ${owner}`}\n`,
  );
  return broken.length === 0 ? table : `${table}\nnot met now:\n${broken.join("")}`;
}

const cellsOf = (day: SensorDay): string[] => [
  day.coverage === undefined ? "-" : `${(100 * day.coverage).toFixed(1)} %`,
  String(day.messages),
  day.lost === undefined ? "-" : String(day.lost),
  String(day.duplicates),
  String(day.late),
  day.latency === undefined ? "-" : `${day.latency.max} ms`,
  `${(day.longestGap / 1e3).toFixed(1)} s`,
  `${(100 * day.outOfRange).toFixed(2)} %`,
  `${(day.longestUnchanged / 1e3).toFixed(0)} s`,
  day.unmet.map(({ requirement, kind, minutes }) => `${requirement} ${kind} ${minutes} min`).join(", ") ||
    "-",
];
