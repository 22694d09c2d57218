import type { Figures, Report, Summary } from "../report.ts";
import { RULES } from "../rules.ts";
import { count, duration, hours, percent, percents } from "./format.ts";

/** Fewer failures than this say little about a rate. */
const FEW = 20;

const COVERAGE_FAR = 0.15;

const sentence = (figures: Figures, failed: number): string =>
  `${figures.detected} of ${failed} failures with ` +
  (figures.detected === 0 ? "" : `a median lead of ${hours(figures.median_lead_hours)} and `) +
  count(figures.false_alarms, "false alarm");

/** What the figures say, in a sentence or two. */
export function verdict(summary: Summary): string {
  const { failed, recordings, asset_hours } = summary;
  const over = `${count(recordings, "recording")} (${duration(asset_hours * 3_600)} of running)`;
  if (failed === 0)
    return `Over ${over}, none of which ends with a failure, the model raised ${count(summary.false_alarms, "false alarm")}.`;
  const rules = RULES.map(({ name, title }) => `${title}: ${sentence(summary.rules[name], failed)}`);
  return (
    `Over ${over} Presage announced ${sentence(summary, failed)}. ` +
    (summary.detected_by_limit === 0
      ? ""
      : `The model’s risk alone, without limits: ${sentence(summary.rules["risk-alone"], failed)}. `) +
    `Without any model, ${rules.join("; ")}.`
  );
}

/** What a reader must know before believing the figures, most serious first. */
export function warnings({ summary, assets }: Report): string[] {
  const { failed, recordings, detected, detected_by_limit, remaining_life: life, calibration } = summary;
  const found: (string | false)[] = [
    ...RULES.map(
      ({ name, title }) =>
        noWorse(summary.rules[name], summary.rules["risk-alone"]) &&
        failed > 0 &&
        `The rule “${title}” announced as many failures as the model’s risk or more, at least as early, with no more false alarms. On these recordings the model is not worth its trouble.`,
    ),
    summary.detected_in_first_fifth > 0 &&
      `${summary.detected_in_first_fifth} of ${count(detected, "announcement")} came in the first fifth of life. An alarm that is on nearly all the time announces nothing; it also lengthens the median lead.`,
    detected_by_limit > 0 &&
      `${detected_by_limit} of ${count(detected, "announcement")} were opened by a limit (vibration, fault frequencies, temperature), not by the model. Look at “risk alone” for what the model does by itself.`,
    failed < FEW &&
      failed > 0 &&
      `${count(failed, "failure")} are few: the true rate of announced failures may lie anywhere in ${percents(summary.detection_rate_95)}.`,
    summary.independent === null &&
      `The model’s manifest does not name the recordings that it was trained on (training.recordings), so that nobody can tell whether these are new to it. Its card may say more.`,
    failed === recordings &&
      `Every recording ends with a failure. How often the model alarms on machines that stay healthy is not measured here.`,
    calibration.windows > 0 &&
      calibration.brier_skill === null &&
      `Every scored window ${calibration.failed_share === 1 ? "lies within" : "lies outside"} the horizon of its failure, so that calibration says only how ${calibration.failed_share === 1 ? "high" : "low"} the risks are, not whether they tell windows apart.`,
    life !== null &&
      Math.abs((life.coverage ?? 0.8) - 0.8) > COVERAGE_FAR &&
      `The band of remaining life holds the actual one in ${percent(life.coverage)} of the windows; 80 % is what it promises.`,
    ...unscored(assets),
  ];
  return found.filter((text) => text !== false);
}

/** Whether a rule is as good as the model in every respect. */
const noWorse = (rule: Figures, model: Figures): boolean =>
  rule.detected >= model.detected &&
  rule.detected > 0 &&
  (rule.median_lead_hours ?? 0) >= (model.median_lead_hours ?? 0) &&
  rule.false_alarms <= model.false_alarms &&
  rule.detected_in_first_fifth <= model.detected_in_first_fifth;

const MANY = 0.05;

/** Recordings of which much was not judged, beyond the learning of the baseline. */
function unscored(assets: Report["assets"]): string[] {
  return assets.flatMap(({ asset, windows, scored_windows, learning_until_s, series, not_scored }) => {
    const learning = series.at_s.filter((at) => at <= (learning_until_s ?? -1)).length;
    const missing = windows - scored_windows - learning;
    if (missing <= MANY * windows) return [];
    const reasons = Object.keys(not_scored).join("; ");
    return [`${asset}: ${missing} of ${count(windows, "window")} were not scored (${reasons}).`];
  });
}
