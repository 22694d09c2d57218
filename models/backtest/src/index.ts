export { backtest, type BacktestOptions, mergeReports } from "./backtest.ts";
export { ANCHOR } from "./entries.ts";
export { renderReport } from "./html/page.ts";
export { type Judge, type JudgeSettings, openJudge } from "./judge.ts";
export type { Alarm, AssetReport, Figures, Report, RuleReport, Series, Summary } from "./report.ts";
export { windowsOf } from "./run.ts";
export { reportText } from "./text.ts";
