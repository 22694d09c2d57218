import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { type Colours, colours } from "./colours.ts";
import { keyAction } from "./keys.ts";
import { dragByTouch } from "./touch.ts";
import "./plots.css";

export type Range = readonly [least: number, most: number];
export type Draw = (plot: uPlot, colours: Colours) => void;

export interface ChartProps {
  /** Made anew, and the plot with it, whenever this function is another one: keep it with `useCallback`. */
  readonly options: (colours: Colours) => Omit<uPlot.Options, "width" | "height">;
  readonly data: uPlot.AlignedData;
  /** What of the horizontal axis is shown. */
  readonly view: Range;
  readonly height?: number;
  /** The main figures in a sentence, for those who do not see it. */
  readonly label: string;
  /** Plots with the same key share their cursor. */
  readonly sync?: string | undefined;
  readonly under?: Draw;
  readonly over?: Draw;
  /** The part that was dragged over; undefined: all of it again. */
  readonly onView?: (view: Range | undefined) => void;
  /** Index of the point under the cursor. */
  readonly onCursor?: (index: number | undefined) => void;
  /** A click, or Enter, at a value of the horizontal axis. */
  readonly onPick?: ((x: number, event: MouseEvent | KeyboardEvent) => void) | undefined;
  /** What Enter does, for those who use the keyboard. */
  readonly picks?: string;
}

/** What the types of uPlot leave out: that its hooks and the other plots are told. */
interface Telling {
  setCursor(at: { left: number; top: number }, hooks?: boolean, plots?: boolean): void;
}

const DRAG_AT_LEAST = 6; // px: below it is a click of an unsteady hand

/**
 * uPlot within Preact: sized by its container, drawn in the colours of the theme, and worked by mouse or
 * keyboard.
 */
export function Chart(props: ChartProps) {
  const { options, data, height = 240, label, sync } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const help = useId();

  const theme = colours.value;

  const make = () => {
    const element = host.current;
    if (element === null) return;
    plot.current?.destroy();
    const own = options(theme);
    const made = new uPlot(
      {
        ...own,
        width: Math.max(element.clientWidth, 50),
        height,
        ms: 1,
        legend: { show: false },
        scales: {
          ...own.scales,
          x: { ...own.scales?.["x"], range: () => [...latest.current.view] as uPlot.Range.MinMax },
        },
        cursor: {
          y: false,
          ...own.cursor,
          drag: { x: true, y: false, setScale: false, dist: DRAG_AT_LEAST },
          bind: { dblclick: () => () => (latest.current.onView?.(undefined), null) },
          ...(sync === undefined
            ? {}
            : {
                sync: {
                  key: sync,
                  scales: ["x", null],
                  filters: { pub: (type: string) => type === "mousemove" || type === "mouseleave" },
                },
              }),
        },
        hooks: {
          drawAxes: [(u) => latest.current.under?.(u, theme)],
          draw: [(u) => latest.current.over?.(u, theme)],
          setCursor: [(u) => latest.current.onCursor?.(u.cursor.idx ?? undefined)],
          setSelect: [
            (u) => {
              const { left, width } = u.select;
              if (width < DRAG_AT_LEAST) return;
              const view: Range = [u.posToVal(left, "x"), u.posToVal(left + width, "x")];
              u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
              latest.current.onView?.(view);
            },
          ],
        },
      },
      latest.current.data,
      element,
    );
    made.over.addEventListener("click", (event) => {
      const left = made.cursor.left ?? -1;
      if (left >= 0) latest.current.onPick?.(made.posToVal(left, "x"), event);
    });
    dragByTouch(made.over);
    plot.current = made;
  };

  useLayoutEffect(() => make(), [options, height, sync, theme]);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) plot.current?.setSize({ width: element.clientWidth, height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [height]);
  useEffect(
    () => () => {
      plot.current?.destroy();
      plot.current = null;
    },
    [],
  );
  useEffect(() => plot.current?.setData(data, false), [data]);
  useEffect(
    () => plot.current?.setScale("x", { min: props.view[0], max: props.view[1] }),
    [data, ...props.view],
  );
  useEffect(() => plot.current?.redraw(false));

  const onKeyDown = (event: KeyboardEvent) => {
    const u = plot.current;
    if (u === null) return;
    const at = u.data[0]?.[u.cursor.idx ?? -1];
    const action = keyAction(event, u.cursor.idx ?? undefined, u.series[0]?.idxs ?? [0, 0], props.view, at);
    if (action === undefined) return;
    event.preventDefault();
    if (action.cursor !== undefined) {
      const left = u.valToPos(u.data[0]?.[action.cursor] ?? 0, "x");
      const told: Telling = u;
      told.setCursor({ left, top: u.over.clientHeight / 2 }, true, true);
    }
    if ("view" in action) props.onView?.(action.view);
    if (action.pick === true && at !== undefined) props.onPick?.(at, event);
  };

  return (
    <>
      <div
        ref={host}
        class="plot"
        role="group"
        tabIndex={0}
        aria-label={label}
        aria-describedby={help}
        onKeyDown={onKeyDown}
      />
      <span id={help} class="visually-hidden">
        Arrow keys move the cursor, plus and minus zoom, Escape shows all
        {props.onPick === undefined ? "" : `, Enter ${props.picks ?? "pins the cursor"}`}.
      </span>
    </>
  );
}
