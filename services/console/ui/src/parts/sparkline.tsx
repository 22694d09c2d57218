import type { JSX } from "preact";

const WIDTH = 80;
const HEIGHT = 20;

/** The points of a polyline for shares from 0 to 1, oldest first. */
export function sparkPoints(values: readonly number[]): string {
  const step = values.length > 1 ? WIDTH / (values.length - 1) : 0;
  return values
    .map((value, index) => {
      const y = 1 + (1 - Math.min(1, Math.max(0, value))) * (HEIGHT - 2);
      return `${(index * step).toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}

/** The last risks; the figure stands beside it, so it is not read out. */
export function Sparkline({ values }: { values: readonly number[] }): JSX.Element | null {
  if (values.length < 2) return null;
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      <polyline points={sparkPoints(values)} fill="none" stroke="currentColor" stroke-width="1.25" />
    </svg>
  );
}
