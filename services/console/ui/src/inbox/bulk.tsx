import type { JSX } from "preact";
import { type Deed, perform, subjectOf } from "./actions.ts";
import { ticked } from "./place.ts";
import type { Row } from "./rows.ts";

const BUTTONS: readonly (readonly [Deed, string])[] = [
  ["acknowledge", "Acknowledge"],
  ["shelve", "Shelve"],
  ["label", "Label"],
  ["comment", "Comment"],
  ["work-order", "Work order"],
  ["out-of-service", "Out of service"],
  ["in-service", "In service"],
  ["unshelve", "Unshelve"],
];

/** What can be done with all that is ticked. */
export function BulkBar({
  rows,
  filter,
}: {
  rows: readonly Row[];
  filter: URLSearchParams;
}): JSX.Element | null {
  const chosen = rows.filter(({ key }) => ticked.value.has(key));
  if (chosen.length === 0) return null;
  return (
    <div role="toolbar" aria-label="With all that is selected" class="bulk">
      <strong>{chosen.length} selected</strong>
      {BUTTONS.map(([deed, name]) => (
        <button key={deed} type="button" onClick={() => perform(deed, subjectOf(rows), filter)}>
          {name}
        </button>
      ))}
      <button type="button" class="plain" onClick={() => (ticked.value = new Set())}>
        Clear
      </button>
    </div>
  );
}
