import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { AssetDetail } from "../../../src/schema/asset.ts";
import { eventLegend, type TrendEvent } from "../plots/trend-marks.ts";
import { boundsOf, type TrendRange, usualSpan } from "./range.ts";
import { RangeChoice } from "./range-choice.tsx";
import { SeriesChoice } from "./series-choice.tsx";
import { TrendGroup } from "./trend-group.tsx";

interface TrendsProps {
  readonly asset: AssetDetail;
  readonly series: AssetDetail["series"];
  /** Names of those that are shown, in order. */
  readonly chosen: readonly string[];
  readonly onChoose: (names: readonly string[]) => void;
  /** What was measured at a time is wanted. */
  readonly onPick: (time: number) => void;
}

/** So many are asked for at once: short enough an address, few enough requests. */
const GROUP = 12;

/** Of what is in the journal, what one looks for in a trend. */
const EVENTS: ReadonlySet<string> = new Set(["opened", "closed", "reset-baseline"]);

const EVENT_WORDS: Readonly<Record<string, string>> = {
  opened: "failure opened",
  closed: "failure closed",
  "reset-baseline": "baseline reset",
};

/** Figures of an asset over an hour to a year, one small plot each, with one cursor for all. */
export function Trends({ asset, series, chosen, onChoose, onPick }: TrendsProps): JSX.Element {
  const [range, setRange] = useState<TrendRange>(() => ({
    span: usualSpan(asset.firstSeen, asset.lastSeen),
    zoom: undefined,
  }));
  const bounds = boundsOf(range, asset.firstSeen, asset.lastSeen);
  const events: TrendEvent[] = asset.journal
    .filter((entry) => EVENTS.has(entry.kind) && entry.at >= bounds.from && entry.at <= bounds.to)
    .map((entry) => ({ at: entry.at, kind: entry.kind }));
  const shown = chosen.filter((name) => series.some((one) => one.name === name));
  const groups = Array.from({ length: Math.ceil(shown.length / GROUP) }, (_, i) =>
    shown.slice(i * GROUP, (i + 1) * GROUP),
  );

  return (
    <section id="trends" class="trends" aria-labelledby="trends-title">
      <h2 id="trends-title">Trends</h2>
      {series.length === 0 ? (
        <p class="muted">There are no trends of this asset yet.</p>
      ) : (
        <>
          <RangeChoice
            range={range}
            onRange={setRange}
            hint="Drag in a plot to zoom, click for the signals of that time."
          />
          <SeriesChoice series={series} chosen={shown} onChoose={onChoose} />
          {events.length > 0 && (
            <p class="muted">
              {eventLegend(events)
                .map(({ shape, kind }) => `${shape} ${EVENT_WORDS[kind] ?? kind}`)
                .join("   ")}
            </p>
          )}
          <div class="trend-grid">
            {groups.map((names, i) => (
              <TrendGroup
                key={i}
                asset={asset}
                names={names}
                bounds={bounds}
                events={events}
                onPick={onPick}
                onZoom={(zoom) => setRange({ ...range, zoom })}
              />
            ))}
          </div>
        </>
      )}
    </section>
  );
}
