import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Waterfall } from "../../../src/schema/signal.ts";
import { colours } from "./colours.ts";
import { type Marker, nearestMarker } from "./families.ts";
import { type Groups, MarkerGroups, shownMarkers } from "./marker-groups.tsx";
import { withUnit } from "../parts/format.ts";
import { hertz, secondText } from "./text.ts";
import { colourScale, viridisGradient } from "./viridis.ts";
import { type Cell, cellAt, drawWaterfall, waterfallImage } from "./waterfall-canvas.ts";

const HEIGHT = 420;
const NO_GROUPS: Groups = { kinds: new Set(), sidebands: false };

interface WaterfallPlotProps {
  readonly waterfall: Waterfall;
  /** A row was chosen: its spectrum is wanted. */
  readonly onPick?: (time: number) => void;
}

/** The spectra of a machine's life as a heat map: time upwards, frequency to the right. */
export function WaterfallPlot({ waterfall, onPick }: WaterfallPlotProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [log, setLog] = useState(true);
  const [groups, setGroups] = useState(NO_GROUPS);
  const cell = useSignal<Cell | undefined>(undefined);
  const scale = useMemo(() => colourScale(waterfall.rows, log), [waterfall, log]);
  const image = useMemo(() => waterfallImage(waterfall, scale), [waterfall, scale]);
  const markers = shownMarkers(waterfall.markers, groups);

  const theme = colours.value;
  const draw = () => {
    if (canvas.current) drawWaterfall(canvas.current, waterfall, image, markers, theme, cell.value);
  };
  const latestDraw = useRef(draw);
  latestDraw.current = draw;
  useEffect(draw);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      element.width = Math.round(element.clientWidth * devicePixelRatio);
      element.height = Math.round(HEIGHT * devicePixelRatio);
      latestDraw.current();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const pick = () => {
    const time = cell.value && waterfall.time[cell.value.row];
    if (time !== undefined) onPick?.(time);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") return pick();
    const move = MOVES[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const stride = event.shiftKey ? 10 : 1;
    const { row, column } = cell.value ?? { row: waterfall.rows.length - 1, column: 0 };
    cell.value = {
      row: within(row + move[0] * stride, waterfall.rows.length),
      column: within(column + move[1] * stride, waterfall.rows[0]?.length ?? 0),
    };
  };

  return (
    <figure class="plot-figure">
      <figcaption>
        <Reading cell={cell.value} waterfall={waterfall} markers={waterfall.markers} />
      </figcaption>
      <canvas
        ref={canvas}
        class="plot plot-waterfall"
        role="img"
        tabIndex={0}
        aria-label={`${summary(waterfall)} Arrow keys move the cursor${onPick ? ", Enter opens the spectrum of its time" : ""}.`}
        onPointerMove={(event) => {
          const { clientWidth, clientHeight } = event.currentTarget;
          cell.value = cellAt(waterfall, clientWidth, clientHeight, event.offsetX, event.offsetY);
        }}
        onPointerLeave={() => (cell.value = undefined)}
        onClick={pick}
        onKeyDown={onKeyDown}
      />
      <div class="plot-controls">
        <span class="plot-legend">
          {withUnit(scale.least, "1")}
          <span class="plot-palette" style={{ background: viridisGradient() }} />
          {withUnit(scale.most, waterfall.unit)} peak
        </span>
        <label>
          <input type="checkbox" checked={log} onChange={(event) => setLog(event.currentTarget.checked)} />{" "}
          Logarithmic
        </label>
        <MarkerGroups markers={waterfall.markers} groups={groups} onGroups={setGroups} />
      </div>
    </figure>
  );
}

const MOVES: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const within = (index: number, length: number): number =>
  Math.min(Math.max(index, 0), Math.max(length - 1, 0));

function Reading(props: {
  readonly cell: Cell | undefined;
  readonly waterfall: Waterfall;
  readonly markers: readonly Marker[];
}) {
  const { cell, waterfall, markers } = props;
  if (cell === undefined) return <output class="plot-reading">{summary(waterfall)}</output>;
  const hz = cell.column * waterfall.step;
  const marker = nearestMarker(markers, hz, waterfall.step);
  return (
    <output class="plot-reading">
      {hertz(hz)}, {withUnit(waterfall.rows[cell.row]?.[cell.column] ?? 0, waterfall.unit)},{" "}
      {secondText(waterfall.time[cell.row] ?? 0)}
      {marker === undefined ? "" : `, near ${marker.label}`}
    </output>
  );
}

function summary({ rows, time, step, kind }: Waterfall): string {
  const [first, last] = [time[0], time.at(-1)];
  if (first === undefined || last === undefined) return "No spectra.";
  const highest = (rows[0]?.length ?? 0) * step;
  return `${rows.length} ${kind} spectra up to ${hertz(highest)}, ${secondText(first)} to ${secondText(last)}.`;
}
