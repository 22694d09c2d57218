import type uPlot from "uplot";
import { axes } from "./axes.ts";
import type { Colours } from "./colours.ts";
import { numberText } from "../parts/format.ts";
import { niceStep } from "./ticks.ts";

/** Decades of a logarithmic axis of amplitudes: noise is four below what matters. */
const DECADES = 4;
/** Room above the greatest line for the labels of markers, as a part of what is below it. */
const LABELS = 0.32;

/** Frequency below, amplitude at the left, and orders above where the shaft's speed is known. */
export function spectrumOptions(
  c: Colours,
  unit: string,
  shaftHz: number | undefined,
  log: boolean,
): Omit<uPlot.Options, "width" | "height"> {
  const [x, y] = axes(c, "Hz", `${unit} peak`);
  const orders: uPlot.Axis = {
    ...x,
    scale: "x",
    side: 0,
    size: 30,
    grid: { show: false },
    label: "orders",
    splits: (_u, _axis, least, most, increment) => {
      const size = niceStep((increment || (most - least) / 8) / (shaftHz ?? 1));
      const first = Math.ceil(least / (shaftHz ?? 1) / size);
      const last = Math.floor(most / (shaftHz ?? 1) / size);
      return Array.from(
        { length: Math.max(0, last - first + 1) },
        (_, i) => (first + i) * size * (shaftHz ?? 1),
      );
    },
    values: (_u, splits) => splits.map((hz) => numberText(hz / (shaftHz ?? 1))),
  };
  return {
    scales: {
      x: { time: false },
      y: log
        ? {
            distr: 3,
            range: (_u, _least, most) => [
              (most ?? 1) / 10 ** DECADES,
              (most ?? 1) * 10 ** (DECADES * LABELS),
            ],
          }
        : { range: (_u, _least, most) => [0, (most ?? 1) * (1 + LABELS) || 1] },
    },
    axes: [x, log ? { ...y, values: decades } : y, ...(shaftHz === undefined ? [] : [orders])],
    series: [
      {},
      { stroke: c.band, width: 1, points: { show: false } },
      { stroke: c.line, width: 1, points: { show: false } },
    ],
  };
}

/** On a logarithmic axis some ticks have no figure. */
const decades = (_u: uPlot, splits: readonly (number | null)[]): string[] =>
  splits.map((value) => (value === null ? "" : numberText(value)));
