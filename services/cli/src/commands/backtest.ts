import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { backtest as runBacktest, openJudge, renderReport, reportText } from "@presage/backtest";
import { PresageError } from "@presage/contracts";
import { loadPackage } from "@presage/model";
import { readRecordings } from "@presage/recording";
import { loadConfig } from "@presage/service";
import { modelPath } from "../process/model-path.ts";
import { progressBar } from "../process/progress.ts";

export interface BacktestCommand {
  readonly config?: string;
  /** Folder of a model package; by default the configured one, else the one that comes with Presage. */
  readonly model?: string;
  /** Folder of the report; made if it is not there. */
  readonly out: string;
  /** Cel; a recording does not say what its machine may reach, so by default there is no limit. */
  readonly temperatureLimit?: number;
  /** Only recordings whose name has this in it. */
  readonly only?: string;
  /** Print the summary as JSON. */
  readonly json?: boolean;
}

/** Runs a folder of recordings through the pipeline, writes report.json and report.html, and prints the summary. */
export async function backtest(
  directory: string,
  { config: file, model, out, only = "", temperatureLimit, json = false }: BacktestCommand,
): Promise<void> {
  const config = loadConfig({ env: process.env, file });
  const recordings = (await readRecordings(directory)).filter(({ name }) => name.includes(only));
  if (recordings.length === 0)
    throw new PresageError("FILE_UNREADABLE", `${directory} has no recording with ${only} in its name`);
  const made = await loadPackage(model ?? modelPath(config));
  const { decision, windows, baseline } = config;
  const judge = await openJudge(made, {
    decision,
    limits: { temperature: temperatureLimit },
    commissioning: baseline.windows,
  });
  const bar = progressBar(
    "backtest",
    recordings.reduce((sum, { times }) => sum + times.length, 0),
  );
  const report = await runBacktest(recordings, judge, {
    made: new Date(),
    windows: { windowMs: windows.size, graceMs: windows.grace, trendMs: windows.trend },
    onProgress: (done, name) => bar.update(done, name),
  });
  bar.end();
  judge.close();
  await mkdir(out, { recursive: true });
  await writeFile(join(out, "report.json"), `${JSON.stringify(report)}\n`);
  await writeFile(join(out, "report.html"), renderReport(report));
  process.stdout.write(
    json
      ? `${JSON.stringify(report.summary)}\n`
      : `${reportText(report)}written to ${join(out, "report.html")}\n`,
  );
}
