type Range = readonly [least: number, most: number];

interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What a key does to a plot. `view` undefined: all is shown again. */
export interface KeyAction {
  readonly cursor?: number;
  readonly view?: Range | undefined;
  readonly pick?: true;
}

/** Part of the view that is left after zooming in once. */
const ZOOM = 0.5;

/** What is under the cursor stays where it is. */
const zoomed = ([least, most]: Range, factor: number, at = (least + most) / 2): Range => [
  at - (at - least) * factor,
  at + (most - at) * factor,
];

/**
 * The keys of a plot, whose cursor is on the point with the index `cursor` at the value `at`: arrows, Home
 * and End move the cursor among the points that are seen (ten at a time with Shift), plus and minus zoom,
 * Escape shows all, Enter picks. Keys of the browser are left alone.
 */
export function keyAction(
  key: Key,
  cursor: number | undefined,
  [first, last]: readonly [number, number],
  view: Range,
  at?: number,
): KeyAction | undefined {
  if (key.ctrlKey || key.metaKey || key.altKey) return undefined;
  const stride = key.shiftKey ? 10 : 1;
  const to = (index: number) => ({ cursor: Math.min(Math.max(index, first), last) });
  switch (key.key) {
    case "ArrowLeft":
      return to((cursor ?? last + 1) - stride);
    case "ArrowRight":
      return to((cursor ?? first - 1) + stride);
    case "Home":
      return to(first);
    case "End":
      return to(last);
    case "+":
    case "=":
      return { view: zoomed(view, ZOOM, at) };
    case "-":
      return { view: zoomed(view, 1 / ZOOM, at) };
    case "Escape":
    case "0":
      return { view: undefined };
    case "Enter":
      return { pick: true };
    default:
      return undefined;
  }
}
