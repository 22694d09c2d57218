import type { SensorState } from "../../../src/schema/asset.ts";
import { percentText } from "../parts/format.ts";

/** What is not as it should be with the data of a window, in words. */
export function flawsOf(quality: SensorState["quality"]): string[] {
  const share = (value: number, what: string) => (value > 0 ? [`${percentText(value)} ${what}`] : []);
  const count = (value: number, one: string, many: string) =>
    value > 0 ? [`${value} ${value === 1 ? one : many}`] : [];
  return [
    ...(quality.coverage < 1 ? [`${percentText(quality.coverage)} covered`] : []),
    ...count(quality.gaps, "gap", "gaps"),
    ...share(quality.stuck, "stuck"),
    ...share(quality.outOfRange, "out of range"),
    ...share(quality.clipped, "clipped"),
    ...count(quality.clockSkewed, "block with a wrong clock", "blocks with a wrong clock"),
  ];
}
