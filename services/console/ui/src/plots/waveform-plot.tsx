import { type Signal, useSignal } from "@preact/signals";
import { useCallback, useMemo, useState } from "preact/hooks";
import type uPlot from "uplot";
import type { Waveform } from "../../../src/schema/signal.ts";
import { Chart, type Draw, type Range } from "./chart.tsx";
import type { Colours } from "./colours.ts";
import { clipped, dash, verticalLine } from "./draw.ts";
import { numberText, withUnit } from "../parts/format.ts";
import { secondText } from "./text.ts";
import { axes } from "./axes.ts";

/**
 * A raw block over time. A click pins a place to measure from: the time between two impacts, and how many of
 * them a second.
 */
export function WaveformPlot({ waveform }: { readonly waveform: Waveform }) {
  const { seconds, values, unit, samples, rate } = waveform;
  const whole: Range = [0, samples / rate];
  const [view, setView] = useState<Range | undefined>();
  const [pin, setPin] = useState<number | undefined>();
  const cursor = useSignal<number | undefined>(undefined);
  const data = useMemo<uPlot.AlignedData>(() => [seconds, values], [seconds, values]);
  const options = useCallback(
    (c: Colours): Omit<uPlot.Options, "width" | "height"> => ({
      scales: { x: { time: false } },
      axes: axes(c, "s", unit),
      series: [{}, { stroke: c.line, width: 1, points: { show: false } }],
    }),
    [unit],
  );
  const over: Draw = (u, c) => {
    if (pin === undefined) return;
    clipped(u, (ctx) => {
      ctx.strokeStyle = c.cursor;
      ctx.lineWidth = devicePixelRatio;
      ctx.setLineDash(dash(4, 3));
      verticalLine(u, ctx, pin);
    });
  };
  const extent = `${withUnit(Math.min(...values), unit)} to ${withUnit(Math.max(...values), unit)}`;
  const what = `${samples.toLocaleString("en")} samples at ${numberText(rate)} Hz, ${extent}`;

  return (
    <figure class="plot-figure">
      <figcaption>
        {what}. <Reading cursor={cursor} waveform={waveform} pin={pin} />
      </figcaption>
      <Chart
        options={options}
        data={data}
        view={view ?? whole}
        label={`Waveform of ${waveform.sensor} from ${secondText(waveform.time)}: ${what}`}
        over={over}
        onView={(next) => setView(next && [Math.max(0, next[0]), Math.min(whole[1], next[1])])}
        onCursor={(index) => (cursor.value = index)}
        onPick={(x) => setPin(pin === undefined ? x : undefined)}
      />
    </figure>
  );
}

function Reading(props: {
  readonly cursor: Signal<number | undefined>;
  readonly waveform: Waveform;
  readonly pin: number | undefined;
}) {
  const { waveform, pin } = props;
  const index = props.cursor.value;
  const time = index === undefined ? undefined : waveform.seconds[index];
  const value = index === undefined ? undefined : waveform.values[index];
  if (time === undefined || value === undefined)
    return <output class="plot-reading">Click to pin a place to measure from.</output>;
  const since = pin === undefined ? undefined : Math.abs(time - pin);
  return (
    <output class="plot-reading">
      {withUnit(value, waveform.unit)} at {(time * 1000).toFixed(2)} ms
      {since !== undefined && since > 0
        ? `, ${(since * 1000).toFixed(2)} ms from the pin: ${numberText(1 / since)} a second`
        : ""}
    </output>
  );
}
