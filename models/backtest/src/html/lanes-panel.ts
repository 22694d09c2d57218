import { isDetection, isFalse } from "../outcome.ts";
import type { Alarm, AssetReport } from "../report.ts";
import { html, type Markup } from "./markup.ts";
import { LEFT, type Panel, RIGHT, WIDTH } from "./panel.ts";
import type { Scale } from "./scale.ts";

const TOP = 20;
const LANE = 15;
const BAR = 8;

const LANES = { "risk-alone": "risk alone", "twice-rms": "2 × RMS", "zone-d": "zone D" } as const;

/** When an alarm was open, of the model and of the plain rules: one lane each, so that one sees who was first. */
export function lanesPanel(asset: AssetReport, toX: Scale): Panel {
  const lanes = [
    { name: "service", alarms: asset.alarms },
    ...asset.rules.map((rule) => ({ name: LANES[rule.rule], alarms: rule.alarms })),
  ];
  const body = html`<text class="title" x="${LEFT}" y="${TOP - 8}">alarm open</text>${lanes.map(
      ({ name, alarms }, i) => {
        const y = TOP + i * LANE;
        return html`<text class="tick end" x="${LEFT - 5}" y="${y + BAR}">${name}</text
          ><path class="grid" d="M${LEFT} ${y + BAR / 2}H${WIDTH - RIGHT}" />${alarms.map((alarm) =>
            bar(alarm, asset.failure_s, toX, y),
          )}`;
      },
    )}`;
  return { height: TOP + lanes.length * LANE + 4, body };
}

function bar(alarm: Alarm, failure: number | null, toX: Scale, y: number): Markup {
  const x = toX(alarm.opened_s);
  const to = toX(Math.min(alarm.closed_s ?? Infinity, toX.domain[1]));
  const width = Math.max(2, to - x);
  const middle = y + BAR / 2;
  if (isFalse(alarm, failure))
    return html`<rect class="bar false" x="${x}" y="${y + 0.5}" width="${width}" height="${BAR - 1}" /><path
        class="cross"
        d="M${x - 3} ${middle - 3}l6 6m0-6l-6 6"
      />`;
  if (!isDetection(alarm, failure)) return html``;
  return html`<rect class="bar" x="${x}" y="${y}" width="${width}" height="${BAR}" /><path
      class="opened"
      d="M${x - 5} ${middle + 5}L${x} ${middle - 6}L${x + 5} ${middle + 5}Z"
    />`;
}
