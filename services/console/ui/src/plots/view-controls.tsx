import type { Range } from "./chart.tsx";

interface ViewControlsProps {
  readonly view: Range;
  readonly step: number;
  readonly onView: (view: Range | undefined) => void;
  readonly log: boolean;
  readonly onLog: (log: boolean) => void;
}

/** Zoom and scale of a spectrum for keyboard and touch. */
export function ViewControls({ view, step, onView, log, onLog }: ViewControlsProps) {
  const [least, most] = view;
  return (
    <>
      <label>
        From Hz{" "}
        <input
          type="number"
          min="0"
          step="any"
          value={Math.round(least)}
          onChange={(event) => onView([Math.min(event.currentTarget.valueAsNumber || 0, most - step), most])}
        />
      </label>
      <label>
        to Hz{" "}
        <input
          type="number"
          min="0"
          step="any"
          value={Math.round(most)}
          onChange={(event) => onView([least, event.currentTarget.valueAsNumber || most])}
        />
      </label>
      <button type="button" onClick={() => onView(undefined)}>
        Show all
      </button>
      <label>
        <input type="checkbox" checked={log} onChange={(event) => onLog(event.currentTarget.checked)} />{" "}
        Logarithmic
      </label>
    </>
  );
}
