import type { JSX } from "preact";
import type { AlarmState } from "../parts/words.ts";
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

const STATE_FOR: Partial<Record<Deed, AlarmState>> = {
  "in-service": "out-of-service",
  unshelve: "shelved",
};

/** Whether it makes sense with any of them; what is in a flood is not known here. */
const suits = (deed: Deed, rows: readonly Row[]): boolean => {
  const state = STATE_FOR[deed];
  return state === undefined || rows.some((row) => "flood" in row || row.failure.state === state);
};

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
      {BUTTONS.filter(([deed]) => suits(deed, chosen)).map(([deed, name]) => (
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
