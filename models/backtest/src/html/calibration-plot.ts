import type { Calibration } from "../calibration.ts";
import { percent } from "./format.ts";
import { html, type Markup } from "./markup.ts";
import { frame, LEFT, RIGHT, WIDTH } from "./panel.ts";
import { linear, ticks } from "./scale.ts";

const TOP = 24;
const SIDE = 200;
const COUNTS_TOP = TOP + SIDE + 34;
const COUNTS = 36;

/** Predicted risk against the share that failed within the horizon, and below it how many windows had such a risk. */
export function calibrationPlot({ bins, windows }: Calibration): Markup {
  const toX = linear([0, 1], [LEFT, WIDTH - RIGHT]);
  const toY = linear([0, 1], [TOP + SIDE, TOP]);
  const most = Math.max(1, ...bins.map((bin) => bin.windows));
  const toCount = linear([0, most], [COUNTS_TOP + COUNTS, COUNTS_TOP]);
  const known = bins.flatMap(({ mean_risk: risk, failed_share: share, windows: n }) =>
    risk === null || share === null ? [] : [{ risk, share, n }],
  );
  const line = known.map(({ risk, share }) => `${toX(risk).toFixed(1)} ${toY(share).toFixed(1)}`).join("L");
  return html`<svg
    viewBox="0 0 ${WIDTH} ${COUNTS_TOP + COUNTS + 20}"
    role="img"
    aria-label="Calibration: predicted risk against the share of windows that were followed by a failure"
  >
    ${frame("share that failed within the horizon", toY, [0, 0.5, 1])}
    <path class="actual" d="M${toX(0)} ${toY(0)}L${toX(1)} ${toY(1)}" />
    ${line !== "" && html`<path class="line thin" d="M${line}" />`}
    ${known.map(
      ({ risk, share, n }) =>
        html`<circle class="dot" cx="${toX(risk)}" cy="${toY(share)}" r="${3 + 5 * Math.sqrt(n / most)}"
          ><title>risk ${risk.toFixed(2)}: ${percent(share)} of ${n} windows failed</title></circle
        >`,
    )}
    ${frame(`windows per bin (${windows} in all)`, toCount, [most])}
    ${bins.map(
      ({ from, to, windows: n }) =>
        html`<rect
          class="count"
          x="${toX(from) + 1}"
          width="${toX(to) - toX(from) - 2}"
          y="${toCount(n)}"
          height="${COUNTS_TOP + COUNTS - toCount(n)}"
        />`,
    )}
    ${ticks([0, 1], 5).map(
      (x) => html`<text class="tick middle" x="${toX(x)}" y="${COUNTS_TOP + COUNTS + 14}">${x}</text>`,
    )}
  </svg>`;
}
