import type { FailureSummary, Inbox } from "../../../src/schema/failure.ts";
import { get } from "../api.ts";
import { ask, type Question, say, type Target, targetOf } from "../feedback/request.ts";
import { notify, notifyProblem } from "../parts/notice.tsx";
import { placeOf } from "../parts/words.ts";
import { membersPath } from "./filter.ts";
import { cursor, ticked } from "./place.ts";
import type { Row } from "./rows.ts";

export type Deed = "acknowledge" | "unshelve" | "in-service" | Question;

/** What an action is for: the ticked lines, else the one under the cursor. */
export function subjectOf(rows: readonly Row[]): readonly Row[] {
  const chosen = rows.filter((row) => ticked.value.has(row.key));
  return chosen.length > 0 ? chosen : rows.filter((row) => row.key === cursor.value);
}

/** The failures that lines stand for; a flood stands for its members that the filter lets through. */
async function failuresOf(rows: readonly Row[], filter: URLSearchParams): Promise<readonly FailureSummary[]> {
  const found = new Map<string, FailureSummary>();
  for (const row of rows) {
    if ("failure" in row) {
      found.set(row.failure.id, row.failure);
      continue;
    }
    const { items } = await get<Inbox>(membersPath(filter, row.flood.id));
    for (const { failure } of items) if (failure) found.set(failure.id, failure);
  }
  return [...found.values()];
}

/** Those of them that the action would change. */
const concerned = (deed: Deed, failures: readonly FailureSummary[]): readonly FailureSummary[] => {
  if (deed === "acknowledge") return failures.filter(({ state }) => state === "unacknowledged");
  if (deed === "unshelve") return failures.filter(({ state }) => state === "shelved");
  if (deed === "in-service") return failures.filter(({ state }) => state === "out-of-service");
  return failures;
};

/** What was ticked is dealt with: the next key is for the line under the cursor again. */
const done = (): void => void (ticked.value = new Set());

async function act(deed: Deed, rows: readonly Row[], filter: URLSearchParams): Promise<void> {
  const failures = concerned(deed, await failuresOf(rows, filter));
  const [first] = failures;
  if (!first) {
    if (rows.length > 0)
      notify(deed === "acknowledge" ? "Nothing here to acknowledge" : "Nothing here to do that with");
    return;
  }
  const targets: Target[] = failures.map(targetOf);
  if (deed === "acknowledge" || deed === "unshelve" || deed === "in-service") {
    await say({ action: deed, targets });
    done();
  } else if (failures.length === 1) {
    const { asset, mode, workOrder } = first;
    ask({ question: deed, targets, about: placeOf(asset).name, mode, workOrder, done });
  } else {
    ask({ question: deed, targets, about: `${failures.length} failures`, done });
  }
}

export const perform = (deed: Deed, rows: readonly Row[], filter: URLSearchParams): void =>
  void act(deed, rows, filter).catch(notifyProblem);
