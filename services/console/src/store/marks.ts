import { SEVERITIES } from "@presage/contracts";
import type { JournalEntry } from "../schema/failure.ts";

/** What people made of a failure. */
export interface Marks {
  readonly acknowledged_at: number | null;
  readonly acknowledged_by: string | null;
  readonly acknowledged_severity: number | null;
  readonly shelved_until: number | null;
  readonly shelved_by: string | null;
  readonly shelved_reason: string | null;
  readonly work_order: string | null;
  readonly label: string | null;
}

const UNMARKED: Marks = {
  acknowledged_at: null,
  acknowledged_by: null,
  acknowledged_severity: null,
  shelved_until: null,
  shelved_by: null,
  shelved_reason: null,
  work_order: null,
  label: null,
};

/** What a failure's journal, in the order in which it was written, comes to. */
export function marksOf(journal: readonly JournalEntry[]): Marks {
  let severity = 0;
  let marks = UNMARKED;
  for (const { kind, at, by = null, text = null, until = null, severity: now } of journal) {
    if (now !== undefined) severity = SEVERITIES.indexOf(now);
    marks = { ...marks, ...mark(kind, at, by, text, until, severity) };
  }
  return marks;
}

function mark(
  kind: string,
  at: number,
  by: string | null,
  text: string | null,
  until: number | null,
  severity: number,
): Partial<Marks> {
  switch (kind) {
    case "acknowledge":
      return { acknowledged_at: at, acknowledged_by: by, acknowledged_severity: severity };
    case "shelve":
      return { shelved_until: until, shelved_by: by, shelved_reason: text };
    case "unshelve":
      return { shelved_until: null, shelved_by: null, shelved_reason: null };
    case "work-order":
      return { work_order: text };
    case "confirmed":
    case "false-alarm":
    case "unknown":
      return { label: kind };
    default:
      return {};
  }
}
