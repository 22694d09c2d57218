import type { JSX } from "preact";
import { useCallback, useLayoutEffect, useRef } from "preact/hooks";
import { useKeys } from "../parts/keys.ts";
import { PHONE, useMedia } from "../parts/media.ts";
import { now } from "../parts/now.ts";
import { go, hrefs } from "../router.ts";
import { type Deed, perform, subjectOf } from "./actions.ts";
import { cursor, expanded, flip, ticked } from "./place.ts";
import { RowLine } from "./row.tsx";
import { indexOf, keysBetween, type Row } from "./rows.ts";
import { rowHeight, useScrolling } from "./scroll.ts";

const COLUMNS = [
  ["level", "Severity"],
  ["asset", "Asset"],
  ["mode", "Likely failure"],
  ["trend", "Trend"],
  ["risk number", "Risk"],
  ["life", "Remaining life"],
  ["since number", "Since"],
  ["state", "State"],
  ["model", "Model"],
] as const;

const DEEDS: Readonly<Record<string, Deed>> = {
  a: "acknowledge",
  s: "shelve",
  u: "unshelve",
  l: "label",
  c: "comment",
  w: "work-order",
  o: "out-of-service",
  i: "in-service",
};

interface Shown {
  readonly rows: readonly Row[];
  readonly filter: URLSearchParams;
  /** The filter that the lines came with, which is the one before while the next is fetched. */
  readonly shown: string;
  readonly mayAct: boolean;
  /** Called when the end of what was fetched comes into view. */
  readonly onEnd: () => void;
}

/** The list, of which only the lines in view are in the document. */
export function InboxTable({ rows, filter, shown, mayAct, onEnd }: Shown): JSX.Element {
  const height = rowHeight(useMedia(PHONE));
  const { list, first, last, above, reveal } = useScrolling(rows, shown, height);
  const lastTicked = useRef<string | undefined>(undefined);
  const focused = useRef(false);

  const focusCursor = (): void => {
    const line = [...(list.current?.rows ?? [])].find((one) => one.dataset["key"] === cursor.value);
    line?.querySelector<HTMLElement>(".open")?.focus({ preventScroll: true });
  };

  // A line that moves within the document loses the focus; the cursor's line gets it back.
  useLayoutEffect(() => {
    if (focused.current && document.activeElement === document.body) focusCursor();
  });
  useLayoutEffect(() => {
    if (last >= rows.length) onEnd();
  }, [last, rows.length]);

  const toggleFlood = (id: string): void => void (expanded.value = flip(expanded.value, id));

  const open = (row: Row): void => {
    cursor.value = row.key;
    if ("flood" in row) toggleFlood(row.flood.id);
    else go(hrefs.failure(row.failure.id));
  };

  const tick = (key: string, range: boolean): void => {
    ticked.value = range
      ? new Set([...ticked.value, ...keysBetween(rows, lastTicked.current, key)])
      : flip(ticked.value, key);
    lastTicked.current = key;
    cursor.value = key;
  };

  const handlers = useRef({ tick, open });
  handlers.current = { tick, open };
  const onTick = useCallback((key: string, range: boolean) => handlers.current.tick(key, range), []);
  const onOpen = useCallback((row: Row) => handlers.current.open(row), []);

  const step = (by: number): void => {
    const from = indexOf(rows, cursor.value);
    const to = from < 0 ? Math.min(rows.length - 1, first === 0 ? 0 : first + 10) : from + by;
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (!row) return;
    cursor.value = row.key;
    focused.current = true;
    reveal(indexOf(rows, row.key));
    requestAnimationFrame(focusCursor);
  };

  const unfold = (wanted: boolean) => (): void => {
    const row = rows[indexOf(rows, cursor.value)];
    if (row && "flood" in row && row.open !== wanted) toggleFlood(row.flood.id);
  };

  const atCursor = (act: (row: Row) => void) => (): void => {
    const row = rows[indexOf(rows, cursor.value)];
    if (row) act(row);
  };

  const deeds = Object.entries(DEEDS).map(
    ([key, deed]) => [key, () => perform(deed, subjectOf(rows), filter)] as const,
  );
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    ArrowRight: unfold(true),
    ArrowLeft: unfold(false),
    Enter: atCursor(open),
    x: atCursor((row) => tick(row.key, false)),
    X: atCursor((row) => tick(row.key, true)),
    Escape: () => (ticked.value = new Set()),
    ...(mayAct ? Object.fromEntries(deeds) : {}),
  });

  return (
    <>
      {above > 0 && (
        <button type="button" class="above" onClick={() => scrollTo(0, 0)}>
          {above} new above
        </button>
      )}
      <table
        class="inbox"
        aria-label="Predicted failures"
        aria-rowcount={rows.length + 1}
        style={{ "--row": `${height}px` }}
        onFocusIn={() => (focused.current = true)}
        onPointerDown={() => (focused.current = false)}
      >
        <thead>
          <tr aria-rowindex={1}>
            <th class="tick">
              <span class="visually-hidden">Selected</span>
            </th>
            {COLUMNS.map(([name, title]) => (
              <th key={name} scope="col" class={name}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={list} style={{ height: `${rows.length * height}px` }}>
          {rows.slice(first, last).map((row, index) => (
            <RowLine
              key={row.key}
              row={row}
              index={first + index}
              now={now.value}
              current={row.key === cursor.value}
              ticked={ticked.value.has(row.key)}
              onTick={onTick}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}
