import type { JSX } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import type uPlot from "uplot";
import type { Pipeline } from "../../../src/schema/pipeline.ts";
import { numberText, timeText } from "../parts/format.ts";
import { axes } from "../plots/axes.ts";
import { Chart } from "../plots/chart.tsx";
import type { Colours } from "../plots/colours.ts";

type Throughput = Pipeline["throughput"];
type Flow = Throughput["flows"][number];

const NAMES: Readonly<Record<Flow["flow"], string>> = {
  received: "Messages in",
  rejected: "Rejected",
  closed: "Windows closed",
  scored: "Windows scored",
  failures: "Failures published",
};

const HOUR = 3_600_000;

/** What flowed through the pipeline in the last hour. */
export function Flows({
  throughput: { times, flows },
  at,
}: Pick<Pipeline, "throughput" | "at">): JSX.Element {
  return (
    <div class="flows">
      {flows.map((flow) => (
        <FlowPlot key={flow.flow} flow={flow} times={times} to={times.at(-1) ?? at} />
      ))}
    </div>
  );
}

const perSecond = (rate: number): string =>
  rate > 0 && rate < 0.1 ? `${numberText(rate * 60)} per minute` : `${numberText(rate)} per second`;

/** Of the same day, so the time of day is enough. */
function axesOf(colours: Colours): uPlot.Axis[] {
  const [x, y] = axes(colours, "", "1/s");
  return [{ ...x, size: 30, values: (_plot, times) => times.map((time) => timeText(time).slice(11)) }, y];
}

function FlowPlot({ flow, times, to }: { flow: Flow; times: readonly number[]; to: number }): JSX.Element {
  const { flow: name, perSecond: rates } = flow;
  const data = useMemo((): uPlot.AlignedData => [[...times], [...rates]], [times, rates]);
  const options = useCallback(
    (colours: Colours): Omit<uPlot.Options, "width" | "height"> => ({
      scales: {
        x: { time: true },
        y: { range: (_plot, _least, most) => [0, Math.max(most ?? 0, 0.1) * 1.1] },
      },
      axes: axesOf(colours),
      series: [{}, { stroke: colours.line, width: 1.25, points: { show: false } }],
    }),
    [],
  );
  const last = rates.at(-1);
  const reading = last === undefined ? "nothing measured yet" : perSecond(last);
  return (
    <figure class="plot-figure">
      <figcaption>
        <strong>{NAMES[name]}</strong> <span class="plot-reading">{reading}</span>
      </figcaption>
      <Chart
        options={options}
        data={data}
        view={[to - HOUR, to]}
        height={120}
        label={`${NAMES[name]} in the last hour: ${reading}, ${perSecond(Math.max(0, ...rates))} at most`}
        sync="pipeline"
      />
    </figure>
  );
}
