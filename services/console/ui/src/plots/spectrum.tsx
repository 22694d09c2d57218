import { useState } from "preact/hooks";
import type { SpectrumView } from "../../../src/schema/signal.ts";
import { paths, withQuery } from "../api.ts";
import { Answer } from "../parts/answer.tsx";
import { numberText } from "../parts/format.ts";
import { useResource } from "../resource.ts";
import { type Block, concerns, HIGHEST, type Kind } from "./block.ts";
import type { Range } from "./chart.tsx";
import { SpectrumPlot } from "./spectrum-plot.tsx";
import { secondText } from "./text.ts";

/** Up to there ISO 20816-3 judges a velocity, and there are the shaft's orders. */
const VELOCITY: Range = [0, 1000];

/** The fewest lines that are shown. */
const FEWEST = 4;

/** A spectrum, fetched as far as it is looked at, so that zooming in gives finer lines. */
export function Spectrum(props: Block & { readonly kind: Kind }) {
  const { asset, sensor, at, kind } = props;
  const [view, setView] = useState<Range | undefined>(kind === "velocity" ? VELOCITY : undefined);
  const maxHz = view && HIGHEST.find((hz) => hz >= view[1]);
  const path = withQuery(`${paths.asset(asset)}/spectrum`, { sensor, at, kind, maxHz });
  return (
    <Answer of={useResource<SpectrumView>(path, concerns(props))} what={`${kind} spectrum`}>
      {(spectrum) => {
        const { step, shaftHz, band } = spectrum;
        const highest = (spectrum.amplitude.length - 1) * step;
        // A spectrum that ends before it was asked to has no more.
        const limit = maxHz !== undefined && highest > maxHz - 2 * step ? Infinity : highest;
        const within = ([least, most]: Range): Range => {
          const from = Math.max(0, least);
          return [from, Math.min(Math.max(most, from + FEWEST * step), Math.max(limit, FEWEST * step))];
        };
        return (
          <>
            <p>
              Block of {secondText(spectrum.time)}
              <span class="muted">
                {shaftHz !== undefined && `, shaft ${numberText(shaftHz * 60)} r/min`}, lines of{" "}
                {numberText(step)} Hz
                {band && `, band of ${numberText(band.from)}–${numberText(band.to)} Hz demodulated`}
              </span>
            </p>
            <SpectrumPlot
              spectrum={spectrum}
              view={view && within(view)}
              onView={(next) => setView(next && within(next))}
            />
          </>
        );
      }}
    </Answer>
  );
}
