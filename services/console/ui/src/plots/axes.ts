import type uPlot from "uplot";
import type { Colours } from "./colours.ts";
import { unitName } from "./number.ts";

/** The two axes of a plot with their units, in the colours of the theme. */
export function axes(colours: Colours, xUnit: string, yUnit: string): [x: uPlot.Axis, y: uPlot.Axis] {
  const line = { stroke: colours.grid, width: 1 };
  const axis: uPlot.Axis = { stroke: colours.text, grid: line, ticks: { ...line, size: 5 }, labelGap: 0 };
  const label = (unit: string) => (unitName(unit) === "" ? {} : { label: unitName(unit), labelSize: 18 });
  return [
    { ...axis, space: 70, ...label(xUnit) },
    { ...axis, space: 26, size: 56, ...label(yUnit) },
  ];
}
