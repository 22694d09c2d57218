/**
 * Viridis at equal steps: perceptually uniform, and read the same by those who see no red or green. Source:
 * matplotlib 1.5, by S. van der Walt and N. Smith, CC0.
 */
const STOPS: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [72, 33, 115],
  [67, 62, 133],
  [56, 88, 140],
  [45, 112, 142],
  [37, 133, 142],
  [30, 155, 138],
  [42, 176, 127],
  [82, 197, 105],
  [134, 213, 73],
  [194, 223, 35],
  [253, 231, 37],
];

/** Red, green and blue from 0 to 255 of a share from 0 to 1. */
export function viridis(share: number): [red: number, green: number, blue: number] {
  const place = Math.min(Math.max(share, 0), 1) * (STOPS.length - 1);
  const left = Math.min(Math.floor(place), STOPS.length - 2);
  const [a, b] = [STOPS[left], STOPS[left + 1]];
  if (a === undefined || b === undefined) return [0, 0, 0];
  const part = place - left;
  const mix = (from: number, to: number) => Math.round(from + (to - from) * part);
  return [mix(a[0], b[0]), mix(a[1], b[1]), mix(a[2], b[2])];
}

/** The palette from least to most, as a CSS gradient. */
export const viridisGradient = (): string =>
  `linear-gradient(to right, ${STOPS.map((stop) => `rgb(${stop.join(" ")})`).join(", ")})`;

export interface ColourScale {
  readonly least: number;
  readonly most: number;
  readonly share: (value: number) => number;
}

/** A thousand to one, or 60 dB, is what can be told apart on a logarithmic scale. */
const LOG_RANGE = 1000;
/** Part of the values that are brightest: a single knock is not to darken all else. */
const BRIGHTEST = 0.002;
/** Part of the values that are darkest: the floor of noise tells nothing. */
const DARKEST = 0.25;

/** How values become colours. */
export function colourScale(rows: readonly (readonly number[])[], log: boolean): ColourScale {
  const sorted = Float64Array.from(rows.flat()).toSorted();
  const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
  const most = at(1 - BRIGHTEST) || at(1) || 1;
  if (!log) return { least: 0, most, share: (value) => value / most };
  const least = Math.min(Math.max(most / LOG_RANGE, at(DARKEST)), most / 2);
  return { least, most, share: (value) => Math.log(Math.max(value, least) / least) / Math.log(most / least) };
}
