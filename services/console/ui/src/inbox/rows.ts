import type { FailureSummary, Flood, Inbox } from "../../../src/schema/failure.ts";

/** One line of the list: a failure, which may be a member of the flood above it, or a flood. */
export type Row =
  | { readonly key: string; readonly failure: FailureSummary; readonly member: boolean }
  | { readonly key: string; readonly flood: Flood; readonly open: boolean };

/** The lines to show, floods that are open followed by their members. */
export function rowsOf(
  items: Inbox["items"],
  members: ReadonlyMap<string, readonly FailureSummary[]>,
): readonly Row[] {
  const rows: Row[] = [];
  for (const { failure, flood } of items) {
    if (failure) rows.push({ key: failure.id, failure, member: false });
    if (!flood) continue;
    const within = members.get(flood.id);
    rows.push({ key: `flood ${flood.id}`, flood, open: within !== undefined });
    for (const one of within ?? []) rows.push({ key: one.id, failure: one, member: true });
  }
  return rows;
}

export const indexOf = (rows: readonly Row[], key: string | undefined): number =>
  key === undefined ? -1 : rows.findIndex((row) => row.key === key);

/**
 * Where the place `key` is after the list was fetched again: on the same line; if that is gone, on the next one after
 * it that is still there, else the nearest before it.
 */
export function keepPlace(
  before: readonly Row[],
  after: readonly Row[],
  key: string | undefined,
): string | undefined {
  const index = indexOf(before, key);
  if (index < 0) return key;
  const there = new Set(after.map((row) => row.key));
  const inOrder = [...before.slice(index), ...before.slice(0, index).toReversed()];
  return inOrder.find((row) => there.has(row.key))?.key;
}

/** The keys from one line to another, whichever is first. */
export function keysBetween(rows: readonly Row[], one: string | undefined, other: string): readonly string[] {
  const from = indexOf(rows, one);
  const to = indexOf(rows, other);
  if (from < 0) return to < 0 ? [] : [other];
  return rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.key);
}

/** The lines that a window of `height` at `top` shows, with some more on both sides. */
export function windowOf(
  count: number,
  { top, height, row }: { top: number; height: number; row: number },
): { first: number; last: number } {
  const margin = 10;
  const first = Math.min(count, Math.max(0, Math.floor(top / row) - margin));
  const last = Math.max(first, Math.min(count, Math.ceil((top + height) / row) + margin));
  return { first, last };
}
