import type { AssetReport } from "../report.ts";
import { twiceBaseline } from "../rules.ts";
import { html } from "./markup.ts";
import { frame, LEFT, type Panel, RIGHT, WIDTH } from "./panel.ts";
import { linear, linePath, roundUp, type Scale } from "./scale.ts";

const TOP = 24;
const HEIGHT = 64;

/** Acceleration RMS over life, with twice its early median: what a person looks at first. */
export function rmsPanel({ series }: AssetReport, toX: Scale): Panel {
  const limit = twiceBaseline(series);
  const known = series.rms_g.filter((rms) => rms !== null);
  const highest = roundUp(Math.max(...known, (limit ?? 0) * 1.2));
  const toY = linear([0, highest], [TOP + HEIGHT, TOP]);
  const body = html`${frame("acceleration RMS, g", toY, [0, highest])}${
      limit !== null && html`<path class="threshold" d="M${LEFT} ${toY(limit)}H${WIDTH - RIGHT}" />`
    }<path class="line thin" d="${linePath(series.at_s, series.rms_g, toX, toY)}" />${
      limit !== null &&
      html`<text class="tick halo" x="${LEFT + 4}" y="${toY(limit) - 4}">2 × early median</text>`
    }`;
  return { height: TOP + HEIGHT + 4, body };
}
