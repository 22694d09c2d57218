import type { Report } from "../report.ts";
import { calibrationPlot } from "./calibration-plot.ts";
import { decimal, hours, percent } from "./format.ts";
import { lifePlot } from "./life-plot.ts";
import { html, type Markup } from "./markup.ts";

/** Calibration and remaining life over all recordings. */
export function curves({ summary, assets }: Report): Markup {
  const { calibration, remaining_life: life } = summary;
  return html`<div class="two">
    <section>
      <h2>Calibration of the risk</h2>
      <div class="panel curve">
        ${calibrationPlot(calibration)}
        <p class="note">
          Brier score ${decimal(calibration.brier, 2)}; ${percent(calibration.failed_share)} of the windows
          were followed by a failure within the horizon.
          ${calibration.brier_skill === null ? "" : `Skill over saying that share always: ${decimal(calibration.brier_skill, 2)}.`}
          On the dashed line, risks are what they say.
        </p>
      </div>
    </section>
    ${
      life !== null &&
      html`<section>
        <h2>Remaining life</h2>
        <div class="panel curve">
          ${lifePlot(assets)}
          <p class="note">
            Median error ${hours(life.median_error_hours)}, ${percent(life.median_relative_error)} of what was
            left; while a failure was open ${hours(life.while_open.median_error_hours)},
            ${percent(life.while_open.median_relative_error)}, coverage ${percent(life.while_open.coverage)}.
            Filled dots: the actual life lay outside of p10–p90.
          </p>
        </div>
      </section>`
    }
  </div>`;
}
