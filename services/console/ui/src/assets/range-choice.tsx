import type { JSX } from "preact";
import { secondText } from "../plots/text.ts";
import { SPANS, type TrendRange } from "./range.ts";

interface RangeChoiceProps {
  readonly range: TrendRange;
  readonly onRange: (range: TrendRange) => void;
  readonly hint?: string;
}

/** How far back trends go, and the way out of what was zoomed into. */
export function RangeChoice({
  range,
  onRange,
  hint = "Drag in a plot to zoom.",
}: RangeChoiceProps): JSX.Element {
  const { span, zoom } = range;
  return (
    <div class="plot-controls">
      <div class="spans" role="group" aria-label="Time shown">
        {SPANS.map((one) => (
          <button
            key={one.name}
            type="button"
            title={one.title}
            aria-pressed={zoom === undefined && one.span === span}
            onClick={() => onRange({ span: one.span, zoom: undefined })}
          >
            {one.name}
          </button>
        ))}
      </div>
      {zoom === undefined ? (
        <span class="muted">{hint}</span>
      ) : (
        <span>
          {secondText(zoom.from)} to {secondText(zoom.to)}{" "}
          <button type="button" onClick={() => onRange({ span, zoom: undefined })}>
            Zoom out
          </button>
        </span>
      )}
    </div>
  );
}
