import type { Summary } from "../report.ts";
import { count, decimal, duration, hours, percent } from "./format.ts";
import { html, type Markup } from "./markup.ts";

interface Tile {
  readonly title: string;
  readonly value: string;
  readonly note: string;
  /** Whether something is wrong; then it is in colour, and marked. */
  readonly wrong?: boolean;
}

/** The least share of actual lives in the p10-p90 band that is not called wrong; the band promises 80 %. */
const COVERAGE_LEAST = 0.65;

/** The headline figures. */
export function tiles(summary: Summary): Markup {
  const { detected, failed, remaining_life: life, false_alarms: alarms } = summary;
  const rest: readonly Tile[] = [
    {
      title: "Failures announced",
      value: `${detected} of ${failed}`,
      note: byWhom(summary),
      wrong: detected < failed || summary.detected_by_limit > 0,
    },
    {
      title: "Before 97 % of life",
      value: `${summary.detected_before_97_percent} of ${failed}`,
      note: "early enough to act on",
      wrong: summary.detected_before_97_percent < failed,
    },
    {
      title: "In the first fifth",
      value: String(summary.detected_in_first_fifth),
      note: summary.detected_in_first_fifth > 0 ? "too early to be a warning" : "none was opened so early",
      wrong: summary.detected_in_first_fifth > 0,
    },
    {
      title: "Median lead",
      value: hours(summary.median_lead_hours),
      note: `${percent(summary.median_lead_share)} of life; the risk alone: ${hours(summary.rules["risk-alone"].median_lead_hours)}`,
    },
    {
      title: "False alarms per hour",
      value: decimal(summary.false_alarms_per_asset_hour, 2),
      note: `of one asset: ${alarms} in ${duration(summary.asset_hours * 3_600)}, on ${count(summary.assets_with_false_alarms, "asset")}`,
      wrong: alarms > 0,
    },
    life === null
      ? {
          title: "Remaining-life coverage",
          value: "–",
          note: "the model gives no remaining life",
        }
      : {
          title: "Remaining-life coverage",
          value: percent(life.coverage),
          note: `of actual lives in p10–p90; 80 % is promised. Median error ${hours(life.median_error_hours)}`,
          wrong: (life.coverage ?? 0) < COVERAGE_LEAST,
        },
  ];
  return html`<ul class="tiles">
    ${rest.map(
      ({ title, value, note, wrong }) =>
        html`<li class="${wrong === true ? "warn" : "calm"}">
          <span class="name">${title}</span>
          <strong>${wrong === true && html`<i aria-label="attention">▲</i> `}${value}</strong>
          <span class="note">${note}</span>
        </li>`,
    )}
  </ul>`;
}

/** Whose merit it is: a limit needs no model. */
function byWhom({ failed, detected_by_limit, rules }: Summary): string {
  if (failed === 0) return "no recording ends with a failure";
  if (detected_by_limit === 0) return "none by a limit alone";
  return `${detected_by_limit} by a limit; the risk alone: ${rules["risk-alone"].detected} of ${failed}`;
}
