import type uPlot from "uplot";
import type { Colours } from "./colours.ts";
import { numberText, unitText } from "../parts/format.ts";

/** On a logarithmic axis some ticks have no figure. */
const tickText = (value: number | null): string => (value === null ? "" : numberText(value));

/** The two axes of a plot with their units, in the colours of the theme. */
export function axes(colours: Colours, xUnit: string, yUnit: string): [x: uPlot.Axis, y: uPlot.Axis] {
  const line = { stroke: colours.grid, width: 1 };
  const axis: uPlot.Axis = { stroke: colours.text, grid: line, ticks: { ...line, size: 5 }, labelGap: 0 };
  const label = (unit: string) => (unitText(unit) === "" ? {} : { label: unitText(unit), labelSize: 18 });
  return [
    { ...axis, space: 70, size: 30, ...label(xUnit) },
    { ...axis, space: 26, size: 56, values: (_u, splits) => splits.map(tickText), ...label(yUnit) },
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
