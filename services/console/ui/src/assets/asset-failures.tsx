import type { JSX } from "preact";
import type { FailureSummary } from "../../../src/schema/failure.ts";
import { percentText, timeText } from "../parts/format.ts";
import { Severity } from "../parts/severity.tsx";
import { LABELS, modeText, STATES, workOrderText } from "../parts/words.ts";
import { hrefs } from "../router.ts";

/** The asset's failures, latest first, and what was found of them. */
export function AssetFailures({ failures }: { readonly failures: readonly FailureSummary[] }): JSX.Element {
  return (
    <section id="failures" aria-labelledby="failures-title">
      <h2 id="failures-title">Failures</h2>
      {failures.length === 0 ? (
        <p class="muted">None was predicted.</p>
      ) : (
        <ul class="asset-failures">
          {failures.map((failure) => (
            <li key={failure.id}>
              <Severity level={failure.severity} />
              <a href={hrefs.failure(failure.id)}>
                {modeText(failure.mode) || "Unknown cause"}, opened {timeText(failure.openedAt)}
              </a>
              <span class="muted">
                {[
                  STATES[failure.state],
                  ...(failure.closedAt === undefined ? [] : [timeText(failure.closedAt)]),
                  ...(failure.risk === null ? [] : [`risk ${percentText(failure.risk)}`]),
                  ...(failure.label === undefined ? [] : [LABELS[failure.label].toLowerCase()]),
                  ...(failure.workOrder === undefined ? [] : [`work order ${workOrderText(failure)}`]),
                ].join(", ")}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
