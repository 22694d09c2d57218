import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { AssetDetail, Trend } from "../../../src/schema/asset.ts";
import type { FailureDetail } from "../../../src/schema/failure.ts";
import { paths } from "../api.ts";
import { lifeBand } from "../plots/life.ts";
import { TrendPlot } from "../plots/trend-plot.tsx";
import { isoZones } from "../plots/zones.ts";
import { useResource } from "../resource.ts";
import { featureOf } from "./telling.ts";

const HOUR = 3_600_000;
const POINTS = 400;
const SPANS = [
  { name: "8 h", hours: 8 },
  { name: "1 day", hours: 24 },
  { name: "1 week", hours: 168 },
  { name: "1 month", hours: 720 },
] as const;

type Series = Trend["series"][number];

const LIFE = ["life.p10", "life.p50", "life.p90"] as const;

/** The features to look at beside the risk: what drives it, velocity with its zones, temperature. */
export function seriesOf(failure: Pick<FailureDetail, "drivers">, available: readonly string[]): string[] {
  const drivers = failure.drivers.map(({ sensor, feature }) => (sensor ? `${sensor}.${feature}` : feature));
  const wanted = [
    ...available.filter((name) => name.endsWith(".velocity_rms")),
    ...available.filter((name) => /temperature.*\.mean$/.test(name)),
    ...drivers,
  ];
  return [...new Set(wanted)].filter((name) => available.includes(name)).slice(0, 8);
}

/** Ends at the asset's last window, or a little after the failure closed; in steps of a point, so as not to be fetched anew for each window. */
function boundsOf(failure: FailureDetail, asset: AssetDetail, hours: number): { from: number; to: number } {
  const point = (hours * HOUR) / POINTS;
  const end =
    failure.closedAt === undefined
      ? asset.lastSeen
      : Math.min(asset.lastSeen, failure.closedAt + (hours * HOUR) / 10);
  const to = Math.ceil(Math.ceil(end / point) * point);
  return { from: to - hours * HOUR, to };
}

/** The shortest span that shows how it began. */
function usualHours(failure: FailureDetail, asset: AssetDetail): number {
  const end = failure.closedAt ?? asset.lastSeen;
  const hours = ((end - failure.openedAt) / HOUR) * 1.5;
  return SPANS.find((span) => span.hours >= hours)?.hours ?? 720;
}

export function Trends({ failure, asset }: { failure: FailureDetail; asset: AssetDetail }): JSX.Element {
  const [hours, setHours] = useState(() => usualHours(failure, asset));
  const available = asset.series.map(({ name }) => name);
  const features = seriesOf(failure, available);
  const series = ["risk", ...LIFE].filter((name) => available.includes(name));
  const bounds = boundsOf(failure, asset, hours);
  const { data, problem } = useResource<Trend>(
    paths.trend(asset.asset, { series: [...series, ...features].join(","), ...bounds, points: POINTS }),
    () => false,
  );
  const zones = isoZones(asset.settings.machineGroup, asset.settings.foundation);
  const find = (name: string): Series | undefined => data?.series.find((one) => one.name === name);
  const [p10, p50, p90] = LIFE.map(find);
  const events = failure.journal
    .filter(({ at, kind }) => ["opened", "closed"].includes(kind) && at >= bounds.from && at <= bounds.to)
    .map(({ at, kind }) => ({ at, kind }));
  const risk = find("risk");
  const all = { ...(data ?? { ...bounds, step: 0 }), events, sync: "failure" };

  return (
    <section class="failure-trends">
      <div class="trends-head">
        <h2>Over time</h2>
        <div role="group" aria-label="Time shown" class="toggles">
          {SPANS.map((span) => (
            <button
              key={span.name}
              type="button"
              aria-pressed={hours === span.hours}
              onClick={() => setHours(span.hours)}
            >
              {span.name}
            </button>
          ))}
        </div>
      </div>
      {problem && (
        <p role="alert" class="wrong">
          {problem.message}
        </p>
      )}
      {risk && <TrendPlot {...all} title="Risk" series={risk} />}
      {p10 && p50 && p90 && (
        <TrendPlot {...all} title="Remaining life" series={lifeBand(p10, p50, p90)} band="p10 to p90" />
      )}
      {features.map((name) => {
        const found = find(name);
        if (!found) return null;
        const velocity = name.endsWith(".velocity_rms");
        return (
          <TrendPlot
            key={name}
            {...all}
            title={titleOf(name) + (velocity ? ", ISO 20816-3 zones" : "")}
            series={found}
            {...(velocity ? { zones } : {})}
          />
        );
      })}
    </section>
  );
}

/** `vib-x.velocity_rms` as `Velocity RMS of vib-x`. */
function titleOf(series: string): string {
  const dot = series.lastIndexOf(".");
  return featureOf({ feature: series.slice(dot + 1), sensor: series.slice(0, dot) });
}
