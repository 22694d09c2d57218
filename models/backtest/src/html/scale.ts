import { sampled, thinned } from "./thin.ts";

/** From values to places in a plot. */
export interface Scale {
  (value: number): number;
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

export function linear(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [from, to] = domain;
  const [start, end] = range;
  const factor = to === from ? 0 : (end - start) / (to - from);
  return Object.assign((value: number) => start + (value - from) * factor, { domain, range });
}

/** Round values inside a domain, about `count` of them. */
export function ticks([from, to]: readonly [number, number], count: number): number[] {
  if (!(to > from)) return [from];
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((m) => m * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The next round value at or above: where an axis ends. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.5, 2, 3, 4, 5, 6, 8].find((m) => m * power >= value * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(12));
}

const place = (x: number): string => x.toFixed(1).replace(/\.0$/, "");

/** A path through the points, broken where a value is missing. Values outside the plot are held at its edge. */
export function linePath(
  xs: readonly number[],
  ys: readonly (number | null)[],
  toX: Scale,
  toY: Scale,
): string {
  let path = "";
  let pen = "M";
  for (const i of thinned(ys)) {
    const [x, y] = [xs[i] ?? NaN, ys[i] ?? null];
    if (y !== null) path += `${pen}${place(toX(x))} ${place(held(y, toY))}`;
    pen = y === null ? "M" : "L";
  }
  return path;
}

/** The area between two lines, over the points at which both are known. */
export function bandPath(
  xs: readonly number[],
  low: readonly (number | null)[],
  high: readonly (number | null)[],
  toX: Scale,
  toY: Scale,
): string {
  const known = sampled(
    xs.flatMap((x, i) => {
      const [a, b] = [low[i] ?? null, high[i] ?? null];
      return a === null || b === null ? [] : [{ x, a, b }];
    }),
  );
  if (known.length < 2) return "";
  const edge = (points: readonly { x: number; y: number }[]): string =>
    points.map(({ x, y }) => `${place(toX(x))} ${place(held(y, toY))}`).join("L");
  const up = edge(known.map(({ x, b }) => ({ x, y: b })));
  const back = edge(known.toReversed().map(({ x, a }) => ({ x, y: a })));
  return `M${up}L${back}Z`;
}

const held = (value: number, scale: Scale): number => {
  const [from, to] = scale.domain;
  return scale(Math.min(Math.max(value, from), to));
};
