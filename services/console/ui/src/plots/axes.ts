import type uPlot from "uplot";
import type { Colours } from "./colours.ts";
import { unitText } from "../parts/format.ts";
import { tickTexts } from "./ticks.ts";

/**
 * CSS pixels of a unit. Without one the figures have them, so that plots below each other begin at the same
 * place.
 */
const LABEL = 18;

/** The two axes of a plot with their units, in the colours of the theme. */
export function axes(colours: Colours, xUnit: string, yUnit: string): [x: uPlot.Axis, y: uPlot.Axis] {
  const line = { stroke: colours.grid, width: 1 };
  const axis: uPlot.Axis = { stroke: colours.text, grid: line, ticks: { ...line, size: 5 }, labelGap: 0 };
  const label = (unit: string) => (unitText(unit) === "" ? {} : { label: unitText(unit), labelSize: LABEL });
  return [
    { ...axis, space: 70, size: 30, ...label(xUnit) },
    {
      ...axis,
      space: 26,
      size: unitText(yUnit) === "" ? 56 + LABEL : 56,
      values: (_u, splits, _axis, _space, increment) => tickTexts(splits, increment),
      ...label(yUnit),
    },
  ];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Local time on a 24-hour clock; what the hour or the day is of stands below, where it changes. */
const DAY_OF = "\n{D} {MMM}";
const YEAR_OF = "\n{YYYY}";
const TIMES: (string | number | null)[][] = [
  [365 * DAY, "{YYYY}", null, null, null, null, null, null, 1],
  [28 * DAY, "{MMM}", YEAR_OF, null, null, null, null, null, 1],
  [DAY, "{D} {MMM}", YEAR_OF, null, null, null, null, null, 1],
  [MINUTE, "{HH}:{mm}", DAY_OF, null, DAY_OF, null, null, null, 1],
  [SECOND, "{HH}:{mm}:{ss}", DAY_OF, null, DAY_OF, null, null, null, 1],
];

/** As `axes`, with time along. */
export function timeAxes(colours: Colours, yUnit: string): [x: uPlot.Axis, y: uPlot.Axis] {
  const [x, y] = axes(colours, "", yUnit);
  return [{ ...x, size: 42, values: TIMES }, y];
}
