import type { AssetReport } from "../report.ts";
import { html } from "./markup.ts";
import { frame, LEFT, type Panel, RIGHT, WIDTH } from "./panel.ts";
import { bandPath, linear, linePath, roundUp, type Scale, ticks } from "./scale.ts";

const TOP = 24;
const HEIGHT = 84;
const HOUR_S = 3_600;

/** The predicted remaining life and its band against the actual one, hours; null if the model gave none. */
export function lifePanel({ series, failure_s, observed_s }: AssetReport, toX: Scale): Panel | null {
  const predicted = series.p50_h.filter((p) => p !== null);
  if (predicted.length === 0) return null;
  const longest = (failure_s ?? observed_s) / HOUR_S;
  const highest = roundUp(Math.max(longest, Math.min(Math.max(...predicted), 2.5 * longest)));
  const toY = linear([0, highest], [TOP + HEIGHT, TOP]);
  const actual =
    failure_s === null
      ? null
      : html`<path
          class="actual"
          d="M${LEFT} ${toY(failure_s / HOUR_S)}L${Math.min(toX(failure_s), WIDTH - RIGHT)} ${toY(0)}"
        />`;
  const body = html`${frame("remaining life, h, with p10–p90; dashed: actual", toY, ticks([0, highest], 3))}<path
      class="band"
      d="${bandPath(series.at_s, series.p10_h, series.p90_h, toX, toY)}"
    /><path class="line" d="${linePath(series.at_s, series.p50_h, toX, toY)}" />${actual}`;
  return { height: TOP + HEIGHT + 8, body };
}
