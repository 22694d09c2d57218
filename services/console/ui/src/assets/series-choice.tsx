import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { seriesTitle, usualSeries } from "./telling.ts";

interface SeriesChoiceProps {
  readonly series: readonly { readonly name: string }[];
  readonly chosen: readonly string[];
  readonly onChoose: (names: readonly string[]) => void;
}

/** Chooses what trends are shown, of up to a hundred. */
export function SeriesChoice({ series, chosen, onChoose }: SeriesChoiceProps): JSX.Element {
  const [text, setText] = useState("");
  const names = series.map((one) => one.name);
  const found = names.filter((name) => name.toLowerCase().includes(text.trim().toLowerCase()));
  // The order of the list is kept, so that a plot does not move when another is added.
  const choose = (name: string, on: boolean) =>
    onChoose(
      on ? names.filter((one) => one === name || chosen.includes(one)) : chosen.filter((one) => one !== name),
    );
  return (
    <details class="series-choice">
      <summary>
        Choose what is shown ({chosen.length} of {names.length})
      </summary>
      <div class="plot-controls">
        <label>
          Find <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <button type="button" onClick={() => onChoose(names)}>
          Show all
        </button>
        <button type="button" onClick={() => onChoose(usualSeries(names))}>
          Show the usual ones
        </button>
      </div>
      <fieldset>
        <legend class="visually-hidden">Trends</legend>
        {found.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={(event) => choose(name, event.currentTarget.checked)}
            />{" "}
            {seriesTitle(name)}
          </label>
        ))}
        {found.length === 0 && <p class="muted">No trend has that in its name.</p>}
      </fieldset>
    </details>
  );
}
