import type { Recording } from "@presage/recording";
import { createVibrationAnalyzer } from "@presage/signal";
import { observedUntil } from "./entries.ts";
import type { Judge } from "./judge.ts";
import { isDetection, outcomeOf, type Run } from "./outcome.ts";
import type { Alarm, AssetReport, JudgedBy, Report, RuleName, RuleReport } from "./report.ts";
import { alarmsOf, RISK_ALONE, RULES } from "./rules.ts";
import { runRecording, type Trace, type WindowSettings } from "./run.ts";
import { alarmsFrom, learningUntil, reasonsOf, seriesOf } from "./series.ts";
import { digits } from "./statistics.ts";
import { summarize } from "./summary.ts";

export interface BacktestOptions {
  /** When it was made, for the report. */
  readonly made: Date;
  /** Of the feature stage; by default those of the service. */
  readonly windows?: WindowSettings;
  /** Told how many snapshots are through, of all. */
  readonly onProgress?: (done: number, recording: string) => void;
}

/** Runs recordings through the pipeline's own stages as fast as possible and judges what came of it. Touches no file. */
export async function backtest(
  recordings: readonly Recording[],
  judge: Judge,
  { made, windows, onProgress = () => undefined }: BacktestOptions,
): Promise<Report> {
  const analyzer = await createVibrationAnalyzer();
  const assets: AssetReport[] = [];
  let before = 0;
  for (const recording of recordings) {
    const { name } = recording;
    const trace = await runRecording(recording, judge, analyzer, windows, (done) =>
      onProgress(before + done, name),
    );
    before += recording.times.length;
    assets.push(judged(recording, trace, judge));
  }
  return { assets, summary: summarize(assets, made) };
}

/**
 * One report of many: for leave-one-out, where each recording is judged by a model that never saw it. All figures are made anew
 * from the assets.
 */
export function mergeReports(reports: readonly Report[], made: Date): Report {
  const assets = reports.flatMap((report) => report.assets);
  return { assets, summary: summarize(assets, made) };
}

/** One recording and what the pipeline made of it, judged. */
function judged(recording: Recording, trace: Trace, judge: Judge): AssetReport {
  const run = { failure_s: recording.failure, observed_s: observedUntil(recording) };
  const alarms = alarmsFrom(trace.failures);
  const detection = alarms.find((alarm) => isDetection(alarm, run.failure_s));
  const series = seriesOf(trace);
  return {
    asset: recording.name,
    ...run,
    ...outcomeOf(alarms, run),
    first_mode: detection?.mode ?? null,
    opened_by: detection?.basis ?? null,
    windows: series.at_s.length,
    scored_windows: series.risk.filter((risk) => risk !== null).length,
    not_scored: reasonsOf(trace),
    learning_until_s: learningUntil(trace),
    alarms,
    rules: [
      ruleReport(RISK_ALONE, alarmsFrom(judge.decideAlone(trace.predictions)), run),
      ...RULES.map((rule) => ruleReport(rule.name, alarmsOf(series, rule.over(series)), run)),
    ],
    series,
    model: judgedBy(judge, recording.name),
  };
}

const ruleReport = (rule: RuleName, alarms: readonly Alarm[], run: Run): RuleReport => ({
  rule,
  ...outcomeOf(alarms, run),
  alarms: alarms.map(({ opened_s, closed_s }) => ({ opened_s, closed_s })),
});

function judgedBy({ reference, horizon, rule, trainedOn }: Judge, recording: string): JudgedBy {
  const { threshold, k, n, clearThreshold, clearWindows } = rule;
  return {
    ...reference,
    horizon,
    threshold: digits(threshold, 3),
    decision:
      `opens when ${k} of ${n} windows have a risk of at least ${threshold.toPrecision(3)}, or pass a limit; ` +
      `closes after ${clearWindows} windows in a row below ${clearThreshold.toPrecision(3)}`,
    saw_this_recording: trainedOn?.includes(recording) ?? null,
  };
}
