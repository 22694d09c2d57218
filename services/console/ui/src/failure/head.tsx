import type { JSX } from "preact";
import type { FailureDetail } from "../../../src/schema/failure.ts";
import { inboxHref, listed } from "../inbox/place.ts";
import { indexOf } from "../inbox/rows.ts";
import { ageText, shortTimeText, timeText } from "../parts/format.ts";
import { now } from "../parts/now.ts";
import { Severity } from "../parts/severity.tsx";
import { useTitle } from "../parts/title.ts";
import { LABELS, placeOf, STATES, workOrderText } from "../parts/words.ts";
import { hrefs } from "../router.ts";

/** The failures before and after one in the list that it was opened from. */
export function neighbours(id: string): { before: string | undefined; after: string | undefined } {
  const failures = listed.value.filter((row) => "failure" in row);
  const index = indexOf(failures, id);
  if (index < 0) return { before: undefined, after: undefined };
  return { before: failures[index - 1]?.key, after: failures[index + 1]?.key };
}

function stateText(failure: FailureDetail, time: number): string {
  const { state, shelved, acknowledgedBy, closedAt } = failure;
  if (state === "shelved" && shelved) {
    const why = shelved.reason === undefined ? "" : `: ${shelved.reason}`;
    return `Shelved until ${shortTimeText(shelved.until, time)} by ${shelved.by}${why}`;
  }
  if (state === "acknowledged" && acknowledgedBy !== undefined) return `Acknowledged by ${acknowledgedBy}`;
  if (state === "closed" && closedAt !== undefined) return `Closed ${timeText(closedAt)}`;
  return STATES[state];
}

/** Which failure it is, and in which state. */
export function Head({ failure }: { failure: FailureDetail }): JSX.Element {
  const { name, place } = placeOf(failure.asset);
  const heading = useTitle(name);
  const { before, after } = neighbours(failure.id);
  return (
    <header class="failure-head">
      <nav aria-label="Failures">
        <a href={inboxHref()}>Inbox</a>
        {before !== undefined && (
          <a href={hrefs.failure(before)} aria-keyshortcuts="k">
            Previous
          </a>
        )}
        {after !== undefined && (
          <a href={hrefs.failure(after)} aria-keyshortcuts="j">
            Next
          </a>
        )}
      </nav>
      <h1 ref={heading} tabIndex={-1}>
        {name}
      </h1>
      <p class="facts">
        <Severity level={failure.severity} />
        <span>{stateText(failure, now.value)}</span>
        <span class="muted">
          since <time dateTime={new Date(failure.openedAt).toISOString()}>{timeText(failure.openedAt)}</time>{" "}
          ({ageText(failure.openedAt, now.value)})
        </span>
        {failure.label && <span class="tag">{LABELS[failure.label]}</span>}
        {failure.workOrder !== undefined && <span class="tag">Work order {workOrderText(failure)}</span>}
      </p>
      <p class="muted">
        {place}, <a href={hrefs.asset(failure.asset)}>asset page</a>
        {failure.group !== undefined && (
          <>
            , part of a <a href={`/?group=${encodeURIComponent(failure.group)}&floods=false`}>flood</a>
          </>
        )}
      </p>
    </header>
  );
}
