import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { AssetDetail } from "../../../src/schema/asset.ts";
import type { FailureDetail } from "../../../src/schema/failure.ts";
import { boundsOf, SPANS, type TrendRange } from "../assets/range.ts";
import { TrendGroup } from "../assets/trend-group.tsx";
import { MARKED, type Marked, seriesOf, usualSpan } from "./trend-choice.ts";

/** Risk and remaining life, and the features behind them, over the same time. */
export function Trends({ failure, asset }: { failure: FailureDetail; asset: AssetDetail }): JSX.Element {
  const { closedAt, openedAt } = failure;
  const end = closedAt ?? asset.lastSeen;
  const usual = (): TrendRange => ({ span: usualSpan(end - openedAt) });
  const [range, setRange] = useState(usual);
  const span = "span" in range ? range.span : undefined;
  // Of a failure that is over, what came long after is of no interest.
  const until = closedAt === undefined ? end : Math.min(asset.lastSeen, closedAt + (span ?? 0) / 10);
  const bounds = boundsOf(range, until);
  const names = seriesOf(
    failure.drivers,
    asset.series.map(({ name }) => name),
  );
  const events = failure.journal
    .filter(({ kind, at }) => kind in MARKED && at >= bounds.from && at <= bounds.to)
    .map(({ at, kind }) => ({ at, kind }));

  return (
    <section class="failure-trends">
      <div class="trends-head">
        <h2>Over time</h2>
        <div role="group" aria-label="Time shown" class="toggles">
          {SPANS.map((one) => (
            <button
              key={one.name}
              type="button"
              title={one.title}
              aria-pressed={one.span === span}
              onClick={() => setRange({ span: one.span })}
            >
              {one.name}
            </button>
          ))}
        </div>
      </div>
      {events.length > 0 && (
        <p class="muted">
          {[...new Set(events.map(({ kind }) => MARKED[kind as Marked]))].join(", ")}. Drag to zoom.
        </p>
      )}
      <TrendGroup
        asset={asset}
        names={names}
        bounds={bounds}
        events={events}
        onZoom={(zoomed) => setRange(zoomed ?? usual())}
      />
    </section>
  );
}
