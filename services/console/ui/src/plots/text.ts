import { timeText } from "../parts/format.ts";

/** A frequency with two digits behind the point, as those of a bearing are told apart by them. */
export const hertz = (value: number): string =>
  value >= 10_000 ? `${(value / 1000).toFixed(3)} kHz` : `${value.toFixed(value >= 1000 ? 1 : 2)} Hz`;

/** Local date and time with seconds: blocks may be that close. */
export const secondText = (time: number): string =>
  `${timeText(time)}:${String(new Date(time).getSeconds()).padStart(2, "0")}`;
