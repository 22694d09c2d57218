import type { JSX } from "preact";
import type { JournalEntry } from "../../../src/schema/failure.ts";
import { hrefs } from "../router.ts";
import { timeText } from "./format.ts";
import { severityWord } from "./severity.tsx";
import { doneText, modeText, wayText } from "./words.ts";
import "./journal.css";

function Entry({ entry, of }: { entry: JournalEntry; of: string | undefined }): JSX.Element {
  const { at, kind, by, text, failure } = entry;
  const details = [
    ...(entry.severity ? [severityWord(entry.severity).toLowerCase()] : []),
    ...(entry.mode === undefined ? [] : [modeText(entry.mode)]),
    ...(entry.until === undefined ? [] : [`until ${timeText(entry.until)}`]),
    ...(entry.workOrder === undefined
      ? []
      : [kind === "work-order" ? entry.workOrder : `work order ${entry.workOrder}`]),
  ];
  const other = failure !== undefined && failure !== of;
  return (
    <li>
      <time dateTime={new Date(at).toISOString()}>{timeText(at)}</time>
      <div>
        {other ? <a href={hrefs.failure(failure)}>{doneText(kind)}</a> : doneText(kind)}
        {details.map((detail) => `, ${detail}`)}
        {by !== undefined && (
          <span class="muted">
            {" "}
            by {by}
            {wayText(entry.via)}
          </span>
        )}
        {text !== undefined && <p>{text}</p>}
      </div>
    </li>
  );
}

/** What was done, said and seen, the latest first; `of` is the failure that the page is about. */
export function Journal(props: { entries: readonly JournalEntry[]; of?: string }): JSX.Element {
  return (
    <section aria-labelledby="journal-title">
      <h2 id="journal-title">Journal</h2>
      {props.entries.length === 0 && <p class="muted">Nothing was done or said yet.</p>}
      <ol class="log">
        {props.entries.toReversed().map((entry, index) => (
          <Entry key={`${entry.at} ${entry.kind} ${index}`} entry={entry} of={props.of} />
        ))}
      </ol>
    </section>
  );
}
