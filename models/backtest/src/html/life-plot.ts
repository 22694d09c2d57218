import type { AssetReport } from "../report.ts";
import { livesOf } from "../summary.ts";
import { html, type Markup } from "./markup.ts";
import { frame, LEFT, RIGHT, WIDTH } from "./panel.ts";
import { linear, roundUp, ticks } from "./scale.ts";

const TOP = 24;
const SIDE = 270;

/** Points drawn in all: more are not seen, and make the page heavy. */
const MOST = 800;

/** Predicted against actual remaining life of all windows, hours; filled dots where the band missed. */
export function lifePlot(assets: readonly AssetReport[]): Markup {
  const all = assets.flatMap(livesOf);
  const every = Math.max(1, Math.ceil(all.length / MOST));
  const shown = all.filter((_, i) => i % every === 0);
  const most = roundUp(Math.max(...all.map((life) => life.actual)));
  const toX = linear([0, most], [LEFT, WIDTH - RIGHT]);
  const toY = linear([0, most], [TOP + SIDE, TOP]);
  return html`<svg
    viewBox="0 0 ${WIDTH} ${TOP + SIDE + 32}"
    role="img"
    aria-label="Predicted against actual remaining life"
  >
    ${frame("predicted remaining life (p50), h", toY, ticks([0, most], 4))}
    <path class="actual" d="M${toX(0)} ${toY(0)}L${toX(most)} ${toY(most)}" />
    ${shown.map(
      ({ p10, p50, p90, actual }) =>
        html`<circle
          class="${p10 <= actual && actual <= p90 ? "inside" : "outside"}"
          cx="${toX(actual).toFixed(1)}"
          cy="${toY(Math.min(p50, most)).toFixed(1)}"
          r="2.2"
        />`,
    )}
    ${ticks([0, most], 5).map(
      (x) => html`<text class="tick middle" x="${toX(x)}" y="${TOP + SIDE + 14}">${x}</text>`,
    )}
    <text class="tick end" x="${WIDTH - RIGHT}" y="${TOP + SIDE + 28}">actual remaining life, h</text>
  </svg>`;
}
