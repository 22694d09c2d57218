import { createHash } from "node:crypto";
import type { AssetReport, Report, Summary } from "../report.ts";
import { assetCard } from "./asset-card.ts";
import { curves } from "./curves.ts";
import { definitions } from "./definitions.ts";
import { moment } from "./format.ts";
import { legend } from "./legend.ts";
import { html, Markup, scriptJson } from "./markup.ts";
import { SCRIPT } from "./script.ts";
import { sampled } from "./thin.ts";
import { STYLE } from "./style.ts";
import { assetTable, comparison } from "./tables.ts";
import { tiles } from "./tiles.ts";
import { verdict, warnings } from "./verdict.ts";

/** The report as one page that needs nothing else: no network, no other file. It allows itself no other script than its own. */
export function renderReport(report: Report): string {
  const { summary, assets } = report;
  const title = `Backtest of ${modelNames(summary)}`;
  const wary = warnings(report);
  // In one piece: with any space around it, it would not be what was hashed.
  const script = new Markup(`<script>${SCRIPT}</script>`);
  const hash = createHash("sha256").update(SCRIPT).digest("base64");
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"
        />
        <title>${title}</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>${title}</h1>
            <p class="meta">made ${moment(summary.made)} · ${identity(summary)}</p>
          </header>
          ${loud(summary)}
          <p class="verdict">${verdict(summary)}</p>
          ${tiles(summary)}
          <div class="two lead">
            <section>
              <h2>Beside plain rules</h2>
              <div class="panel">${comparison(report)}</div>
            </section>
            ${
              wary.length > 0 &&
              html`<section>
                <h2>Before you believe it</h2>
                <div class="panel">
                  <ul class="wary">
                    ${wary.map((text) => html`<li>${text}</li>`)}
                  </ul>
                </div>
              </section>`
            }
          </div>
          <section>
            <h2>Recordings</h2>
            <div class="panel">${assetTable(assets)}</div>
          </section>
          <section>
            <h2>Each life</h2>
            ${legend()}
            <div class="cards">${assets.map(assetCard)}</div>
          </section>
          ${curves(report)}
          <section>
            <h2>What the words mean, and the limits</h2>
            <div class="panel">${definitions(summary)}</div>
          </section>
          <footer>
            ${summary.models.map((m) => html`<p>${m.name} ${m.version}, SHA-256 ${m.digest}</p>`)}
          </footer>
        </main>
        <script type="application/json" id="runs">
          ${scriptJson(assets.map(forCursor))}
        </script>
        ${script}
      </body>
    </html> `.text;
}

const modelNames = ({ models }: Summary): string =>
  [...new Set(models.map((model) => `${model.name} ${model.version}`))].join(", ") || "no model";

function identity({ models, independent }: Summary): string {
  const [only] = models;
  if (models.length !== 1 || only === undefined)
    return `${models.length} models${independent === true ? ", each judging what it never saw in training" : ""}; digests at the end`;
  return `digest ${only.digest.slice(0, 16)} · horizon ${only.horizon} · threshold ${only.threshold.toPrecision(3)}`;
}

/** What makes all other figures worthless is said first, and in no small print. */
function loud({ independent, not_independent, recordings }: Summary): Markup | false {
  if (independent !== false) return false;
  return html`<p class="loud" role="alert">
    ▲ These results are not independent. The model was trained on ${not_independent.length} of these
    ${recordings} recordings (${not_independent.join(", ")}): it has seen how they end. Judge it on recordings
    that it never saw.
  </p>`;
}

/** What the cursor tells. */
const forCursor = ({ series, failure_s, observed_s }: AssetReport) => ({
  failure: failure_s,
  observed: observed_s,
  at: sampled(series.at_s),
  risk: sampled(series.risk),
  p10: sampled(series.p10_h),
  p50: sampled(series.p50_h),
  p90: sampled(series.p90_h),
  rms: sampled(series.rms_g),
  velocity: sampled(series.velocity_mm_s),
  temperature: sampled(series.temperature_C),
});
