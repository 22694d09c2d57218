import type { AssetReport, Figures, Report } from "../report.ts";
import { RISK_ALONE, RULES } from "../rules.ts";
import { limitNames } from "./asset-card.ts";
import { decimal, duration, hours, percent, percents } from "./format.ts";
import { html, type Markup } from "./markup.ts";

/** The model beside the plain rules, a figure per row. */
export function comparison({ summary }: Report): Markup {
  const { failed } = summary;
  const columns: readonly Figures[] = [
    summary,
    summary.rules[RISK_ALONE],
    ...RULES.map((rule) => summary.rules[rule.name]),
  ];
  const row = (title: string, cell: (figures: Figures) => string): Markup =>
    html`<tr>
      <th scope="row">${title}</th>
      ${columns.map((figures) => html`<td>${cell(figures)}</td>`)}
    </tr>`;
  return html`<table class="comparison">
    <thead>
      <tr>
        <td></td>
        <th scope="col">service</th>
        <th scope="col">risk alone</th>
        ${RULES.map((rule) => html`<th scope="col">${rule.title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${row("Failures announced", (f) => `${f.detected} of ${failed}`)}
      ${row("… 95 % interval", (f) => percents(f.detection_rate_95))}
      ${row("… before 97 % of life", (f) => String(f.detected_before_97_percent))}
      ${row("… in the first fifth of life", (f) =>
        f.detected_in_first_fifth > 0 ? `▲ ${f.detected_in_first_fifth}` : "0",
      )}
      ${row("Median lead", (f) => hours(f.median_lead_hours))}
      ${row("… as share of life", (f) => percent(f.median_lead_share))}
      ${row("False alarms", (f) => String(f.false_alarms))}
      ${row("… per asset-hour", (f) => decimal(f.false_alarms_per_asset_hour, 2))}
      ${row("Assets with one", (f) => `${f.assets_with_false_alarms} of ${summary.recordings}`)}
      ${row("Brier score", (f) => decimal(f.brier, 2))}
    </tbody>
  </table>`;
}

/** A row per recording. */
export function assetTable(assets: readonly AssetReport[]): Markup {
  const cell = ({ opened_s, false_alarms }: { opened_s: number | null; false_alarms: number }): string =>
    `${duration(opened_s)}${false_alarms > 0 ? ` ✕${false_alarms}` : ""}`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Recordings">
    <table>
      <thead>
        <tr>
          <th scope="col">asset</th>
          <th scope="col">failed after</th>
          <th scope="col">opened at</th>
          <th scope="col">lead</th>
          <th scope="col">lead, % of life</th>
          <th scope="col">false alarms</th>
          <th scope="col">opened by</th>
          <th scope="col">first mode</th>
          <th scope="col">risk alone</th>
          ${RULES.map((rule) => html`<th scope="col">${rule.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${assets.map(
          (a, i) =>
            html`<tr>
              <th scope="row"><a href="#asset${i}">${a.asset}</a></th>
              <td>${a.failure_s === null ? "no failure" : duration(a.failure_s)}</td>
              <td class="${a.failure_s !== null && a.opened_s === null ? "bad" : ""}">
                ${a.failure_s !== null && a.opened_s === null ? "▲ never" : duration(a.opened_s)}
              </td>
              <td>${duration(a.lead_s)}</td>
              <td class="${a.opened_in_first_fifth ? "warn" : ""}">
                ${a.opened_in_first_fifth && "▲ "}${percent(a.lead_share)}
              </td>
              <td class="${a.false_alarms > 0 ? "warn" : ""}">
                ${a.false_alarms > 0 && "✕ "}${a.false_alarms}
              </td>
              <td>${openedBy(a)}</td>
              <td>${a.first_mode ?? "–"}</td>
              ${a.rules.map((rule) => html`<td>${cell(rule)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** What opened the failure that was still open at the end. */
function openedBy({ opened_by, opened_s, alarms }: AssetReport): string {
  if (opened_by === null) return "–";
  const opening = alarms.find((alarm) => alarm.opened_s === opened_s);
  return opened_by === "model" ? "model" : limitNames(opening?.limits ?? []);
}
