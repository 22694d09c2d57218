import type { AssetReport } from "../report.ts";
import { count, duration, percent } from "./format.ts";
import { lanesPanel } from "./lanes-panel.ts";
import { lifePanel } from "./life-panel.ts";
import { html, type Markup } from "./markup.ts";
import { stack, timeAxis, timeScale, WIDTH } from "./panel.ts";
import { riskPanel } from "./risk-panel.ts";
import { temperaturePanel } from "./temperature-panel.ts";
import { rmsPanel } from "./rms-panel.ts";

/** All that is known of one recording, drawn over one axis of time. */
export function assetCard(asset: AssetReport, index: number): Markup {
  const { asset: name, failure_s, observed_s } = asset;
  const toX = timeScale(observed_s);
  const life = lifePanel(asset, toX);
  const heat = temperaturePanel(asset, toX);
  const panels = [
    riskPanel(asset, toX, `plot${index}`),
    lanesPanel(asset, toX),
    ...(life === null ? [] : [life]),
    rmsPanel(asset, toX),
    ...(heat === null ? [] : [heat]),
  ];
  const { height, body } = stack(panels);
  const end = toX(failure_s ?? observed_s);
  return html`<article class="card" id="asset${index}">
    <header>
      <h3>${name}</h3>
      <p class="${standing(asset)}">${outcomeText(asset)}</p>
    </header>
    <svg
      viewBox="0 0 ${WIDTH} ${height + 18}"
      role="img"
      tabindex="0"
      data-run="${index}"
      aria-label="Risk, alarms and RMS of ${name} over ${duration(observed_s)}: ${outcomeText(asset)}"
    >
      ${body}${failure_s !== null && html`<path class="failure" d="M${end} 18V${height}" />`}${timeAxis(
        toX,
        height + 13,
      )}
      <path class="cursor" d="M0 18V${height}" visibility="hidden" />
    </svg>
    <output>${failure_s === null ? "ran" : "failed after"} ${duration(observed_s)}</output>
  </article>`;
}

/** What came of it, in a sentence. */
export function outcomeText(asset: AssetReport): string {
  const { failure_s, lead_s, lead_share, false_alarms, opened_in_first_fifth } = asset;
  const said =
    failure_s === null
      ? false_alarms === 0
        ? "Healthy, no alarm."
        : ""
      : lead_s === null
        ? "▲ Not announced."
        : `Announced ${duration(lead_s)} ahead (last ${percent(lead_share)} of life)${byWhat(asset)}${opened_in_first_fifth ? ", ▲ in the first fifth" : ""}.`;
  const falsely = false_alarms === 0 ? "" : `✕ ${count(false_alarms, "false alarm")}.`;
  return [said, falsely].filter((text) => text !== "").join(" ");
}

const LIMITS: Readonly<Record<string, string>> = {
  "lasting-impacts": "lasting impacts",
  "temperature-alarm": "the temperature alarm",
  "temperature-limit": "the temperature limit",
  "velocity-alarm": "the velocity alarm",
  "zone-d": "zone D",
};

/** Limits, as a person would call them. */
export const limitNames = (limits: readonly string[]): string =>
  limits.map((limit) => LIMITS[limit] ?? limit).join(" and ");

/** What opened it, if it was not the model. */
const byWhat = ({ opened_by, alarms, opened_s }: AssetReport): string =>
  opened_by === "rule"
    ? ` by ${limitNames(alarms.find((alarm) => alarm.opened_s === opened_s)?.limits ?? [])}`
    : "";

const standing = ({ failure_s, opened_s, false_alarms, opened_in_first_fifth }: AssetReport): string =>
  failure_s !== null && opened_s === null
    ? "bad"
    : false_alarms > 0 || opened_in_first_fifth
      ? "warn"
      : "calm";
