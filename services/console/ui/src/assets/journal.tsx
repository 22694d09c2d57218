import type { JSX } from "preact";
import type { AssetDetail } from "../../../src/schema/asset.ts";
import { timeText } from "../parts/format.ts";
import { modeText, sentence } from "../parts/words.ts";
import { hrefs } from "../router.ts";

type Entry = AssetDetail["journal"][number];

/** What was done, said and seen of the asset, latest first. */
export function Journal({ entries }: { readonly entries: readonly Entry[] }): JSX.Element {
  return (
    <section aria-labelledby="journal-title">
      <h2 id="journal-title">Journal</h2>
      {entries.length === 0 ? (
        <p class="muted">Nothing was done or said yet.</p>
      ) : (
        <ol class="journal">
          {entries.toReversed().map((entry, i) => (
            <li key={i}>
              <time dateTime={new Date(entry.at).toISOString()}>{timeText(entry.at)}</time>{" "}
              {entry.failure === undefined ? (
                sentence(entry.kind)
              ) : (
                <a href={hrefs.failure(entry.failure)}>{sentence(entry.kind)}</a>
              )}
              {entry.severity !== undefined && `, ${entry.severity}`}
              {entry.mode !== undefined && `, ${modeText(entry.mode)}`}
              {entry.until !== undefined && ` until ${timeText(entry.until)}`}
              {entry.by !== undefined && <span class="muted"> by {entry.by}</span>}
              {entry.text !== undefined && <p>{entry.text}</p>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
