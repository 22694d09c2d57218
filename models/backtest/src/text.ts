import { decimal, duration, hours } from "./html/format.ts";
import { outcomeText } from "./html/asset-card.ts";
import { verdict, warnings } from "./html/verdict.ts";
import type { Report } from "./report.ts";

/** The report in plain text, for a terminal: what happened to each recording, the verdict and what to be wary of. */
export function reportText(report: Report): string {
  const { assets, summary } = report;
  const widest = Math.max(...assets.map(({ asset }) => asset.length));
  const lines = assets.map((each) => `${each.asset.padEnd(widest)}  ${outcomeText(each)}`);
  const { detected, failed, false_alarms_per_asset_hour: falseAlarms } = summary;
  const seen = summary.not_independent;
  return [
    ...(seen.length > 0 ? [`NOT INDEPENDENT: the model was trained on ${seen.join(", ")}`] : []),
    ...lines,
    "",
    verdict(summary),
    `announced ${detected} of ${failed}, before 97 % of life ${summary.detected_before_97_percent}, ` +
      `in the first fifth ${summary.detected_in_first_fifth}, median lead ${hours(summary.median_lead_hours)}, ` +
      `false alarms per asset-hour ${decimal(falseAlarms, 2)}, observed ${duration(summary.asset_hours * 3_600)}`,
    ...warnings(report).map((text) => `! ${text}`),
    "",
  ]
    .join("\n")
    .replaceAll("\u00a0", " ");
}
