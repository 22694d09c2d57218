import { type Signal, useSignal } from "@preact/signals";
import { useCallback, useMemo, useState } from "preact/hooks";
import type uPlot from "uplot";
import type { SpectrumView } from "../../../src/schema/signal.ts";
import { Chart, type Draw, type Range } from "./chart.tsx";
import type { Colours } from "./colours.ts";
import { type Family, familyLines, FamilyControls, FamilyList } from "./cursor-family.tsx";
import { amplitudeAt, greatestPeaks, type Marker, nearestMarker, peakNear } from "./families.ts";
import { MarkerGroups, shownMarkers, usualGroups } from "./marker-groups.tsx";
import { withUnit } from "../parts/format.ts";
import { hertz, secondText } from "./text.ts";
import { spectrumOptions } from "./spectrum-options.ts";
import { drawFamily, drawMarkers } from "./spectrum-marks.ts";
import { ViewControls } from "./view-controls.tsx";

/** Lines around a click in which the greatest is taken, as a part of what is seen. */
const CLICK_REACH = 0.006;

interface SpectrumPlotProps {
  readonly spectrum: SpectrumView;
  /** What is seen of it; undefined: all. */
  readonly view: Range | undefined;
  readonly onView: (view: Range | undefined) => void;
}

/** An amplitude spectrum with orders, known frequencies of the machine, and cursors of harmonics or sidebands. */
export function SpectrumPlot({ spectrum, view, onView }: SpectrumPlotProps) {
  const { amplitude, step, unit, shaftHz, markers } = spectrum;
  const highest = Math.max(amplitude.length - 1, 1) * step;
  const [log, setLog] = useState(false);
  const [groups, setGroups] = useState(() => usualGroups(spectrum.kind));
  const [family, setFamily] = useState<Family | undefined>();
  const [reference, setReference] = useState<SpectrumView | undefined>();
  const cursor = useSignal<number | undefined>(undefined);

  const data = useMemo<uPlot.AlignedData>(
    () => [amplitude.map((_, i) => i * step), referenceOf(reference, spectrum), amplitude],
    [spectrum, reference],
  );
  const options = useCallback((c: Colours) => spectrumOptions(c, unit, shaftHz, log), [unit, shaftHz, log]);
  const shown = shownMarkers(markers, groups);
  const lines = familyLines(family, highest);
  // Below the spectrum, which nothing is to hide.
  const under: Draw = (u, c) => {
    drawMarkers(u, c, shown);
    drawFamily(u, c, lines);
  };
  const range = view ?? [0, highest];
  const pick = (x: number, event: MouseEvent | KeyboardEvent) => {
    const reach =
      event instanceof KeyboardEvent ? 0 : Math.round(((range[1] - range[0]) * CLICK_REACH) / step);
    const hz = peakNear(amplitude, Math.round(x / step), reach, step);
    if (hz <= 0) return;
    setFamily(
      event.shiftKey
        ? { kind: "sidebands", hz, spacing: family?.spacing ?? shaftHz ?? hz / 10 }
        : { kind: "harmonics", hz, spacing: family?.spacing },
    );
  };

  return (
    <figure class="plot-figure">
      <figcaption>
        <Reading cursor={cursor} spectrum={spectrum} markers={shown} reference={reference} />
      </figcaption>
      <Chart
        options={options}
        data={data}
        view={range}
        height={300}
        label={summary(spectrum)}
        under={under}
        onView={onView}
        onCursor={(index) => (cursor.value = index)}
        onPick={pick}
      />
      <div class="plot-controls">
        <ViewControls view={range} step={step} onView={onView} log={log} onLog={setLog} />
        <MarkerGroups markers={markers} groups={groups} onGroups={setGroups} />
        <FamilyControls
          family={family}
          onFamily={setFamily}
          first={shaftHz ?? greatestPeaks(amplitude, step, 1)[0]?.hz}
          spacing={shaftHz}
        />
        <button type="button" onClick={() => setReference(reference === undefined ? spectrum : undefined)}>
          {reference === undefined ? "Keep as reference" : "Drop the reference"}
        </button>
        {reference && (
          <span class="plot-reference">
            Reference: {reference.sensor}, {secondText(reference.time)}
          </span>
        )}
      </div>
      <FamilyList lines={lines} spectrum={spectrum} />
      <Greatest
        spectrum={spectrum}
        onPick={(hz) => setFamily({ kind: "harmonics", hz, spacing: family?.spacing })}
      />
    </figure>
  );
}

/** The reference at the lines of another spectrum, which may be finer or go further. */
const referenceOf = (reference: SpectrumView | undefined, { amplitude, step }: SpectrumView) =>
  amplitude.map((_, i) => reference?.amplitude[Math.round((i * step) / reference.step)] ?? null);

/** Frequency, order, amplitude and the name of what is under the cursor. */
function Reading(props: {
  readonly cursor: Signal<number | undefined>;
  readonly spectrum: SpectrumView;
  readonly markers: readonly Marker[];
  readonly reference: SpectrumView | undefined;
}) {
  const { spectrum, markers, reference } = props;
  const index = props.cursor.value;
  if (index === undefined)
    return (
      <output class="plot-reading">
        Click to pin harmonics, with Shift sidebands. Drag to zoom, double click for all.
      </output>
    );
  const hz = index * spectrum.step;
  return (
    <output class="plot-reading">
      {lineText(spectrum, markers, hz)}
      {reference &&
        `, reference ${withUnit(amplitudeAt(reference.amplitude, reference.step, hz), reference.unit)}`}
    </output>
  );
}

/** A line in words: `107.36 Hz, 3.58 orders, 0.12 g, BPFO`. */
function lineText(spectrum: SpectrumView, markers: readonly Marker[], hz: number): string {
  const { amplitude, step, unit, shaftHz } = spectrum;
  const marker = nearestMarker(markers, hz, step);
  return [
    hertz(hz),
    ...(shaftHz === undefined ? [] : [`order ${(hz / shaftHz).toFixed(2)}`]),
    withUnit(amplitudeAt(amplitude, step, hz), unit),
    ...(marker === undefined ? [] : [`near ${marker.label} (${hertz(marker.hz)})`]),
  ].join(", ");
}

/** The greatest lines, in words: what a table says better than a picture. */
function Greatest(props: { readonly spectrum: SpectrumView; readonly onPick: (hz: number) => void }) {
  const { spectrum } = props;
  const peaks = greatestPeaks(spectrum.amplitude, spectrum.step, 8);
  return (
    <details>
      <summary>Greatest lines</summary>
      <ol>
        {peaks.map((peak) => (
          <li key={peak.hz}>
            <button type="button" class="plain" onClick={() => props.onPick(peak.hz)}>
              {lineText(spectrum, spectrum.markers, peak.hz)}
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

function summary(spectrum: SpectrumView): string {
  const peaks = greatestPeaks(spectrum.amplitude, spectrum.step, 3).map((peak) =>
    lineText(spectrum, spectrum.markers, peak.hz),
  );
  return `${spectrum.kind} spectrum of ${spectrum.sensor} from ${secondText(spectrum.time)}. Greatest lines: ${peaks.join("; ")}`;
}
