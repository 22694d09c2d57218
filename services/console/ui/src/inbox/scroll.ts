import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { cursor, scrolled } from "./place.ts";
import { indexOf, keepPlace, type Row, windowOf } from "./rows.ts";

/** Lines have one height, so that where each is follows from its number. */
export const rowHeight = (phone: boolean): number => (phone ? 68 : 36);

/** The window moves on by so many lines at a time; less than its margin, so that nothing empty is seen. */
const STRETCH = 5;

interface View {
  /** How far the list is scrolled under the header; negative while something stands above it. */
  readonly top: number;
  readonly height: number;
}

function viewOf(list: HTMLElement): View {
  const header = list.previousElementSibling?.getBoundingClientRect();
  // The names of the columns stick below the page's header; what is under them is not seen.
  const from = header && header.height > 1 ? header.bottom : 44;
  return { top: from - list.getBoundingClientRect().top, height: innerHeight - from };
}

export interface Scrolling {
  readonly list: RefObject<HTMLTableSectionElement | null>;
  readonly first: number;
  readonly last: number;
  /** Lines that came above of what is seen. */
  readonly above: number;
  readonly reveal: (index: number) => void;
}

/**
 * Shows the lines that are in view, and keeps them where they are on the screen when the list is fetched again: the one
 * under the cursor if it is seen, else the first one seen.
 */
export function useScrolling(rows: readonly Row[], filter: string, row: number): Scrolling {
  const list = useRef<HTMLTableSectionElement>(null);
  const [view, setView] = useState<View>({ top: 0, height: innerHeight });
  const [above, setAbove] = useState(0);
  const before = useRef({ rows, filter, view });

  const measure = (): void => {
    if (!list.current) return;
    const next = viewOf(list.current);
    before.current.view = next;
    scrolled.top = scrollY;
    if (next.top <= 0) setAbove(0);
    const stretch = (of: View): number => Math.floor(of.top / (row * STRETCH));
    setView((last) => (stretch(last) === stretch(next) && last.height === next.height ? last : next));
  };

  const reveal = (index: number): void => {
    if (!list.current) return;
    const { top, height } = viewOf(list.current);
    const room = height - 72;
    const y = index * row - top;
    if (y < 0) scrollBy(0, index === 0 ? -scrollY : y);
    else if (y + row > room) scrollBy(0, y + row - room);
    measure();
  };

  useLayoutEffect(() => {
    if (scrolled.filter === filter) scrollTo(0, scrolled.top);
    scrolled.filter = filter;
    const index = indexOf(rows, cursor.value);
    if (index >= 0) reveal(index);
    measure();
  }, []);

  useEffect(() => {
    addEventListener("scroll", measure, { passive: true });
    addEventListener("resize", measure);
    return () => {
      removeEventListener("scroll", measure);
      removeEventListener("resize", measure);
    };
  }, [row]);

  useLayoutEffect(() => {
    const last = before.current;
    before.current = { rows, filter, view: last.view };
    if (last.rows === rows || !list.current) return;
    if (last.filter !== filter) {
      scrolled.filter = filter;
      if (indexOf(rows, cursor.value) < 0) cursor.value = undefined;
      scrollTo(0, 0);
      setAbove(0);
      measure();
      return;
    }
    cursor.value = keepPlace(last.rows, rows, cursor.value);
    const seen = (index: number): boolean => {
      const y = index * row - last.view.top;
      return index >= 0 && y > -row && y < last.view.height;
    };
    const onCursor = indexOf(last.rows, cursor.value);
    const firstSeen = last.view.top > 0 ? Math.floor(last.view.top / row) : -1;
    const anchor = seen(onCursor) ? onCursor : firstSeen;
    const to = indexOf(rows, keepPlace(last.rows, rows, last.rows[anchor]?.key));
    if (anchor >= 0 && to >= 0) {
      const known = new Set(last.rows.map(({ key }) => key));
      const fresh = rows.slice(0, to).filter(({ key }) => !known.has(key)).length;
      scrollBy(0, (to - anchor) * row + last.view.top - viewOf(list.current).top);
      setAbove((count) => count + fresh);
    }
    measure();
  }, [rows, filter]);

  const { first, last } = windowOf(rows.length, { ...view, row });
  return { list, first, last, above, reveal };
}
