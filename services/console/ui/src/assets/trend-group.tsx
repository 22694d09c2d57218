import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { AssetDetail, Trend } from "../../../src/schema/asset.ts";
import { paths } from "../api.ts";
import { Answer } from "../parts/answer.tsx";
import { lifeBand } from "../plots/life.ts";
import type { TrendEvent } from "../plots/trend-marks.ts";
import { type Series, TrendPlot } from "../plots/trend-plot.tsx";
import { isoZones } from "../plots/zones.ts";
import { useResource } from "../resource.ts";
import { POINTS } from "./range.ts";
import { seriesTitle, seriesToAsk } from "./telling.ts";

interface TrendGroupProps {
  readonly asset: AssetDetail;
  readonly names: readonly string[];
  readonly bounds: { readonly from: number; readonly to: number };
  readonly events: readonly TrendEvent[];
  readonly onZoom: (range: { from: number; to: number } | undefined) => void;
  readonly onPick?: (time: number) => void;
}

/**
 * Some trends that are fetched together. The time asked for moves on with the asset, so nothing else has them
 * fetched again.
 */
export function TrendGroup({ asset, names, bounds, events, onZoom, onPick }: TrendGroupProps): JSX.Element {
  const series = names.flatMap(seriesToAsk).join(",");
  const trend = useResource<Trend>(
    paths.trend(asset.asset, { series, ...bounds, points: POINTS }),
    () => false,
  );
  const { machineGroup, foundation } = asset.settings;
  const zones = useMemo(() => isoZones(machineGroup, foundation), [machineGroup, foundation]);
  return (
    <Answer of={trend} what="trends">
      {(answer) =>
        names.map((name) => {
          const found = seriesOf(answer, name);
          if (!found) return null;
          const rest = {
            title: seriesTitle(name),
            from: answer.from,
            to: answer.to,
            step: answer.step,
            events,
            sync: "trends",
            onZoom,
            onPick,
          };
          if (name === "life.p50") return <TrendPlot key={name} {...rest} series={found} band="p10–p90" />;
          if (name.endsWith(".velocity_rms"))
            return <TrendPlot key={name} {...rest} series={found} zones={zones} />;
          return <TrendPlot key={name} {...rest} series={found} />;
        })
      }
    </Answer>
  );
}

function seriesOf({ series }: Trend, name: string): Series | undefined {
  const find = (wanted: string) => series.find((one) => one.name === wanted);
  const found = find(name);
  if (name === "risk" && found) return inPercent(found);
  if (name !== "life.p50" || !found) return found;
  const [p10, p90] = [find("life.p10"), find("life.p90")];
  return p10 && p90 ? lifeBand(p10, found, p90) : found;
}

function inPercent(series: Series): Series {
  const hundredfold = (values: readonly number[]) => values.map((value) => value * 100);
  const { mean, least, most } = series;
  return {
    ...series,
    unit: "%",
    mean: hundredfold(mean),
    least: hundredfold(least),
    most: hundredfold(most),
  };
}
