import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { backtest, mergeReports, openJudge, type Report, renderReport, reportText } from "@presage/backtest";
import { readRecordings } from "@presage/recording";
import { type Corpus, SEED } from "./corpus.ts";
import { heldOutHazards } from "./hazards.ts";
import { asLoaded, packageOf } from "./package.ts";
import { fitModel } from "./train.ts";

/**
 * Judges each recording by a model that was trained on all others and never saw it: its inputs, thresholds and calibration included.
 * Writes report.json and report.html into a folder.
 */
export async function leaveOneOut(
  corpus: Corpus,
  directory: string,
  out: string,
  log: (line: string) => void,
): Promise<void> {
  const reports: Report[] = [];
  const made = new Date();
  const heldOut = heldOutHazards(corpus, SEED);
  for (const recording of await readRecordings(directory)) {
    const fitted = await fitModel(corpus, SEED, heldOut, () => undefined, recording.name);
    const others = corpus.recordings.map(({ name }) => name).filter((name) => name !== recording.name);
    const parts = await packageOf(fitted, corpus, others);
    const judge = await openJudge(asLoaded(parts));
    const report = await backtest([recording], judge, { made });
    judge.close();
    fitted.network.close();
    const [asset] = report.assets;
    const at = asset?.opened_share ?? null;
    log(`${recording.name}: ${at === null ? "not opened" : `opened at ${(100 * at).toFixed(1)} % of life`}`);
    reports.push(report);
  }
  const report = mergeReports(reports, made);
  await mkdir(out, { recursive: true });
  await writeFile(join(out, "report.json"), `${JSON.stringify(report)}\n`);
  await writeFile(join(out, "report.html"), renderReport(report));
  process.stdout.write(`${reportText(report)}written to ${join(out, "report.html")}\n`);
}
