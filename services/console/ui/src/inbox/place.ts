import { signal } from "@preact/signals";
import type { Row } from "./rows.ts";

/*
 * Where the reader is in the inbox. It is kept here, not in the page, so that it is still there after a look at one
 * failure.
 */

/** The line that the keys act on. */
export const cursor = signal<string | undefined>(undefined);

/** The lines that are ticked. */
export const ticked = signal<ReadonlySet<string>>(new Set());

/** Floods whose members are shown. */
export const expanded = signal<ReadonlySet<string>>(new Set());

/** The lines as they were last shown, for the way from one failure page to the next. */
export const listed = signal<readonly Row[]>([]);

export const scrolled = { filter: "", top: 0 };

/** The inbox as it was left. */
export const inboxHref = (): string => (scrolled.filter === "" ? "/" : `/?${scrolled.filter}`);

export function flip(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}
