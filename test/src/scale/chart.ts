/** A line of a chart; what is not a number is left out. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [time: number, value: number])[];
}

const WIDTH = 640;
const HEIGHT = 220;
const LEFT = 48;
const BOTTOM = 188;
const TOP = 34;
/** Told apart on a white and on a black ground. */
const COLOURS = ["#3b82f6", "#d97706", "#16a34a"];
const GREY = "#888";

/** A chart of latencies over time, logarithmic from 10 ms on, as SVG. */
export function chart(title: string, series: readonly Series[], begin: number): string {
  const end = Math.max(...series.flatMap(({ points }) => points.map(([time]) => time)));
  const most = Math.max(
    10,
    ...series.flatMap(({ points }) => points.map(([, value]) => value).filter(Number.isFinite)),
  );
  const decades = Math.ceil(Math.log10(most)) + 2;
  const x = (time: number): number => LEFT + (time / end) * (WIDTH - LEFT - 12);
  const y = (value: number): number =>
    BOTTOM - ((Math.log10(Math.max(0.01, value)) + 2) / decades) * (BOTTOM - TOP);
  const at = (px: number, py: number): string => `${px.toFixed(1)},${py.toFixed(1)}`;
  const grid = Array.from({ length: decades + 1 }, (_, i) => {
    const value = 10 ** (i - 2);
    const label = value < 1 ? `${Math.round(value * 1e3)} ms` : `${value} s`;
    return `<path d="M${at(LEFT, y(value))}H${WIDTH - 12}" stroke="${GREY}" stroke-opacity=".3"/><text x="${LEFT - 4}" y="${(y(value) + 3).toFixed(1)}" text-anchor="end">${label}</text>`;
  });
  const ticks = Array.from({ length: Math.floor(end / 60) + 1 }, (_, i) => i * 60)
    .filter((time) => time % (end > 700 ? 120 : 60) === 0)
    .map(
      (time) =>
        `<text x="${x(time).toFixed(1)}" y="${BOTTOM + 14}" text-anchor="middle">${time / 60} min</text>`,
    );
  const lines = series.map(({ name, points }, i) => {
    const path = points
      .filter(([, value]) => Number.isFinite(value))
      .map(([time, value], n) => `${n === 0 ? "M" : "L"}${at(x(time), y(value))}`)
      .join("");
    const legend = `<text x="${LEFT + 8 + i * 150}" y="${HEIGHT - 4}" fill="${COLOURS[i] ?? GREY}">— ${name}</text>`;
    return `<path d="${path}" fill="none" stroke="${COLOURS[i] ?? GREY}" stroke-width="1.5"/>${legend}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="10" fill="${GREY}">`,
    `<text x="${LEFT}" y="16" font-size="13">${title}: p99 from the log to the MES</text>`,
    ...grid,
    ...ticks,
    `<path d="M${at(x(begin), TOP)}V${BOTTOM}" stroke="${GREY}" stroke-dasharray="3 3"/>`,
    ...lines,
    "</svg>\n",
  ].join("\n");
}
