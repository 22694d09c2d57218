import type { AssetReport } from "../report.ts";
import { html } from "./markup.ts";
import { frame, LEFT, type Panel, RIGHT, WIDTH } from "./panel.ts";
import { linear, linePath, type Scale } from "./scale.ts";

const TOP = 22;
const HEIGHT = 112;

/** Risk over life: grey below the threshold, in colour and heavier above it. `id` is unique on the page. */
export function riskPanel({ series, model, learning_until_s }: AssetReport, toX: Scale, id: string): Panel {
  const toY = linear([0, 1], [TOP + HEIGHT, TOP]);
  const line = linePath(series.at_s, series.risk, toX, toY);
  const limit = toY(model.threshold);
  const width = WIDTH - RIGHT - LEFT;
  const learning = learning_until_s === null ? null : toX(learning_until_s);
  const body = html`<clipPath id="${id}-over"
      ><rect x="${LEFT}" y="${TOP - 3}" width="${width}" height="${limit - TOP + 3}" /></clipPath
    ><clipPath id="${id}-under"
      ><rect x="${LEFT}" y="${limit}" width="${width}" height="${TOP + HEIGHT - limit + 3}" /></clipPath
    >${
      learning !== null &&
      html`<rect class="learning" x="${LEFT}" y="${TOP}" width="${learning - LEFT}" height="${HEIGHT}" /><text
          class="tick"
          x="${LEFT + 4}"
          y="${TOP + 12}"
          >learning</text
        >`
    }${frame(`risk of failure within ${model.horizon}`, toY, [0, 0.5, 1])}<path
      class="threshold"
      d="M${LEFT} ${limit}H${WIDTH - RIGHT}"
    /><path class="line" clip-path="url(#${id}-under)" d="${line}" /><path
      class="line over"
      clip-path="url(#${id}-over)"
      d="${line}"
    /><text class="tick halo" x="${LEFT + 4}" y="${limit - 4}">threshold ${model.threshold}</text>`;
  return { height: TOP + HEIGHT + 8, body };
}
