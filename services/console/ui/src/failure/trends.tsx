import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { AssetDetail } from "../../../src/schema/asset.ts";
import type { FailureDetail } from "../../../src/schema/failure.ts";
import { boundsOf, type TrendRange } from "../assets/range.ts";
import { RangeChoice } from "../assets/range-choice.tsx";
import { TrendGroup } from "../assets/trend-group.tsx";
import { MARKED, type Marked, seriesOf, usualSpan } from "./trend-choice.ts";

/** Risk and remaining life, and the features behind them, over the same time. */
export function Trends({ failure, asset }: { failure: FailureDetail; asset: AssetDetail }): JSX.Element {
  const { closedAt, openedAt } = failure;
  const end = closedAt ?? asset.lastSeen;
  const [range, setRange] = useState<TrendRange>(() => ({
    span: usualSpan(end - openedAt),
    zoom: undefined,
  }));
  // Of a failure that is over, what came long after is of no interest.
  const until = closedAt === undefined ? end : Math.min(asset.lastSeen, closedAt + range.span / 10);
  const bounds = boundsOf(range, asset.firstSeen, until);
  const names = seriesOf(
    failure.drivers,
    asset.sensors,
    asset.series.map(({ name }) => name),
  );
  const events = failure.journal
    .filter(({ kind, at }) => kind in MARKED && at >= bounds.from && at <= bounds.to)
    .map(({ at, kind }) => ({ at, kind }));

  return (
    <section class="failure-trends">
      <div class="trends-head">
        <h2>Over time</h2>
        <RangeChoice range={range} onRange={setRange} />
      </div>
      {events.length > 0 && (
        <p class="muted">{[...new Set(events.map(({ kind }) => MARKED[kind as Marked]))].join(", ")}.</p>
      )}
      <TrendGroup
        asset={asset}
        names={names}
        bounds={bounds}
        events={events}
        onZoom={(zoom) => setRange({ ...range, zoom })}
      />
    </section>
  );
}
