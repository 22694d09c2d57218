import { PresageError } from "@presage/contracts";
import { loadConfig } from "@presage/service";
import { CATALOGUE_VERSION } from "@presage/signal";
import type { Broker } from "@presage/stream";
import type { Column } from "../export/column.ts";
import { FEATURES } from "../export/features.ts";
import { LABELS } from "../export/labels.ts";
import { openParquet } from "../export/parquet.ts";
import { PREDICTIONS } from "../export/predictions.ts";
import type { Table } from "../export/table.ts";
import { openBroker } from "../process/broker.ts";
import { readLog } from "../process/read-log.ts";
import { VERSION } from "../process/version.ts";

export interface ExportOptions {
  readonly config?: string;
  readonly what: "features" | "predictions" | "labels";
  /** Epoch milliseconds: only what is of [from, to). */
  readonly from?: number;
  readonly to?: number;
  /** Only assets with this in their path. */
  readonly asset?: string;
  /** By default WHAT.parquet. */
  readonly out?: string;
  readonly json?: boolean;
}

/** What was written. */
interface Written {
  readonly file: string;
  readonly rows: number;
  readonly columns: number;
}

const TELL_EVERY = 10_000;

/** Writes what the log holds into a Parquet file. */
export async function exportLog(options: ExportOptions): Promise<void> {
  const { config: file, what, json = false } = options;
  const config = loadConfig({ env: process.env, file });
  const broker = await openBroker(config);
  try {
    const written = await (what === "features"
      ? writeTable(broker, FEATURES, options)
      : what === "predictions"
        ? writeTable(broker, PREDICTIONS, options)
        : writeTable(broker, LABELS, options));
    const nothing = written.rows === 0 ? "; the log holds none of that time" : "";
    process.stdout.write(
      json
        ? `${JSON.stringify({ what, ...written })}\n`
        : `${written.rows.toLocaleString("en")} rows of ${what} are in ${written.file}${nothing}\n`,
    );
  } finally {
    await broker.close();
  }
}

async function writeTable<V, R>(
  broker: Broker,
  { contract, columns, timeOf, rowsOf }: Table<V, R>,
  { what, from = -Infinity, to = Infinity, asset = "", out = `${what}.parquet` }: ExportOptions,
): Promise<Written> {
  if (from >= to) throw new PresageError("CONFIG_INVALID", "--from is not before --to");
  const parquet = openParquet(out, columns, {
    "presage.version": VERSION,
    "presage.what": what,
    ...(Number.isFinite(from) && { "presage.from": new Date(from).toISOString() }),
    ...(Number.isFinite(to) && { "presage.to": new Date(to).toISOString() }),
    "presage.catalogue": CATALOGUE_VERSION,
    "presage.units": JSON.stringify(unitsOf(columns)),
  });
  const { stderr } = process;
  let read = 0;
  let rows = 0;
  try {
    for await (const message of readLog(broker, contract)) {
      read += 1;
      if (stderr.isTTY && read % TELL_EVERY === 0)
        stderr.write(
          `\r${read.toLocaleString("en")} messages read, ${rows.toLocaleString("en")} rows written`,
        );
      const time = timeOf(message);
      if (time < from || time >= to || !message.key.includes(asset)) continue;
      for (const row of rowsOf(message)) {
        await parquet.write(row);
        rows += 1;
      }
    }
    await parquet.finish();
  } catch (error) {
    await parquet.discard();
    throw error;
  }
  if (stderr.isTTY) stderr.write("\r\u001b[K");
  return { file: out, rows, columns: columns.length };
}

const unitsOf = <R>(columns: readonly Column<R>[]): Record<string, string> =>
  Object.fromEntries(columns.flatMap(({ name, unit }) => (unit === undefined ? [] : [[name, unit]])));
