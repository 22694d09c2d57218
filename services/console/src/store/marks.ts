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
  /** 1 once it was said what came of the work order. */
  readonly work_order_done: 0 | 1;
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
  work_order_done: 0,
  label: null,
};

/** What a failure's journal, in the order in which it was written, comes to. */
export function marksOf(journal: readonly JournalEntry[]): Marks {
  let severity = 0;
  let marks = UNMARKED;
  for (const entry of journal) {
    if (entry.severity !== undefined) severity = SEVERITIES.indexOf(entry.severity);
    marks = { ...marks, ...mark(entry, severity) };
  }
  return marks;
}

function mark(entry: JournalEntry, severity: number): Partial<Marks> {
  const { kind, at, by = null, text = null, until = null, workOrder } = entry;
  switch (kind) {
    case "acknowledge":
      return { acknowledged_at: at, acknowledged_by: by, acknowledged_severity: severity };
    case "shelve":
      return { shelved_until: until, shelved_by: by, shelved_reason: text };
    case "unshelve":
      return { shelved_until: null, shelved_by: null, shelved_reason: null };
    case "work-order":
      // Entries of the first version have the number as their text.
      return { work_order: workOrder ?? text, work_order_done: 0 };
    case "confirmed":
    case "false-alarm":
    case "unknown":
      return { label: kind, ...(workOrder !== undefined && { work_order: workOrder, work_order_done: 1 }) };
    default:
      return {};
  }
}
