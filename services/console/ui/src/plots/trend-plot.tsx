import { useSignal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import { useCallback, useMemo } from "preact/hooks";
import type uPlot from "uplot";
import type { Trend } from "../../../src/schema/asset.ts";
import { timeAxes } from "./axes.ts";
import { Chart, type Draw, type Range } from "./chart.tsx";
import type { Colours } from "./colours.ts";
import { withGaps } from "./gaps.ts";
import { numberText, unitText, withUnit } from "../parts/format.ts";
import { secondText } from "./text.ts";
import { drawEvents, drawZones, type TrendEvent } from "./trend-marks.ts";
import { type Zone, zoneCeiling } from "./zones.ts";

export type Series = Trend["series"][number];

interface TrendPlotProps {
  readonly title: string;
  readonly series: Series;
  readonly from: number;
  readonly to: number;
  /** Milliseconds that a point stands for. */
  readonly step: number;
  /** What `least` and `most` are, if they are something else. */
  readonly band?: string;
  readonly zones?: readonly Zone[];
  readonly events?: readonly TrendEvent[];
  readonly sync?: string;
  readonly height?: number;
  /** Finer data is wanted of this time; undefined: of all again. */
  readonly onZoom?: (range: { from: number; to: number } | undefined) => void;
  /** What was measured at a time is wanted. */
  readonly onPick?: ((time: number) => void) | undefined;
}

const NO_ZONES: readonly Zone[] = [];
const NO_EVENTS: readonly TrendEvent[] = [];

/**
 * A figure over time: its mean as a line, the least and most of what each point stands for as a band around
 * it.
 */
export function TrendPlot(props: TrendPlotProps) {
  const { title, series, from, to, step, band, onZoom, onPick } = props;
  const { zones = NO_ZONES, events = NO_EVENTS } = props;
  const cursor = useSignal<number | undefined>(undefined);
  // All plots follow one cursor, but only the one that is at work is read out.
  const own = useSignal(false);
  const data = useMemo(
    () => withGaps(series.time, [series.mean, series.least, series.most], step),
    [series, step],
  );
  const options = useCallback((c: Colours) => trendOptions(c, series.unit, zones), [series.unit, zones]);
  const under: Draw = (u, c) => drawZones(u, c, zones);
  const over: Draw = (u, c) => drawEvents(u, c, events);
  const onView = (view: Range | undefined) =>
    onZoom?.(view === undefined ? undefined : { from: Math.round(view[0]), to: Math.round(view[1]) });

  return (
    <figure class="plot-figure" onFocusIn={() => (own.value = true)} onFocusOut={() => (own.value = false)}>
      <figcaption>
        <strong>{title}</strong>{" "}
        <Reading cursor={cursor} own={own} data={data} unit={series.unit} band={band} />
      </figcaption>
      <Chart
        options={options}
        data={data}
        view={[from, to]}
        height={props.height ?? 160}
        label={summary(title, series)}
        sync={props.sync}
        under={under}
        over={over}
        onView={onView}
        onPick={onPick && ((time) => onPick(Math.round(time)))}
        picks="shows the signals of that time"
        onCursor={(index) => (cursor.value = index)}
      />
    </figure>
  );
}

/** The value under the cursor, or the latest. */
function Reading(props: {
  readonly cursor: Signal<number | undefined>;
  readonly own: Signal<boolean>;
  readonly data: ReturnType<typeof withGaps>;
  readonly unit: string;
  readonly band: string | undefined;
}) {
  const [time, mean, least, most] = props.data;
  const index = props.cursor.value ?? time.length - 1;
  const [at, value, low, high] = [time[index], mean?.[index], least?.[index], most?.[index]];
  if (at === undefined || typeof value !== "number") return <span class="plot-reading">no data</span>;
  const spread =
    typeof low === "number" && typeof high === "number" && high > low
      ? ` (${props.band === undefined ? "" : `${props.band}: `}${valueText(low, props.unit)}–${valueText(high, props.unit)})`
      : "";
  return (
    <span class="plot-reading" aria-live={props.own.value ? "polite" : "off"}>
      {`${valueText(value, props.unit)} ${unitText(props.unit)}`.trim()}
      {spread}, {secondText(at)}
    </span>
  );
}

/** Of a percentage small parts tell nothing. */
const valueText = (value: number, unit: string): string =>
  unit === "%" ? value.toFixed(1) : numberText(value);

function summary(title: string, series: Series): string {
  const last = series.mean.at(-1);
  if (last === undefined) return `${title}: no data`;
  const least = withUnit(Math.min(...series.least), series.unit);
  return `${title}: last ${withUnit(last, series.unit)}, ${least} to ${withUnit(Math.max(...series.most), series.unit)}`;
}

function trendOptions(
  c: Colours,
  unit: string,
  zones: readonly Zone[],
): Omit<uPlot.Options, "width" | "height"> {
  return {
    scales: {
      x: { time: true },
      y: {
        range: (_u, least, most) => {
          if (zones.length > 0) return [0, zoneCeiling(zones, most ?? 0)];
          if (unit === "%") return [0, 100];
          if (least === null || most === null) return [0, 1];
          const room = (most - least || Math.abs(most) || 1) * 0.08;
          // A figure that is never below zero is not drawn as if it could be.
          return [least >= 0 ? Math.max(0, least - room) : least - room, most + room];
        },
      },
    },
    axes: timeAxes(c, unit),
    series: [
      {},
      { stroke: c.line, width: 1.5, points: { show: false } },
      { stroke: "transparent", points: { show: false } },
      { stroke: "transparent", points: { show: false } },
    ],
    bands: [{ series: [3, 2], fill: translucent(c.band) }],
    cursor: { points: { size: 6 } },
  };
}

const translucent = (colour: string): string => `color-mix(in srgb, ${colour} 28%, transparent)`;
