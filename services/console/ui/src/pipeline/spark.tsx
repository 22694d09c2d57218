import type { JSX } from "preact";

const WIDTH = 120;
const HEIGHT = 20;

/** Figures over time, from zero to their greatest; what they are is said beside it. */
export function Spark({ values }: { values: readonly number[] }): JSX.Element {
  const most = Math.max(...values, Number.MIN_VALUE);
  const step = values.length > 1 ? WIDTH / (values.length - 1) : 0;
  const points = values
    .map((value, i) => `${(i * step).toFixed(1)},${(HEIGHT - 1 - (value / most) * (HEIGHT - 2)).toFixed(1)}`)
    .join(" ");
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <polyline points={points} fill="none" stroke="currentColor" stroke-width="1.25" />
    </svg>
  );
}

/** Counts over time as columns. */
export function Columns({ values }: { values: readonly number[] }): JSX.Element {
  const most = Math.max(...values, Number.MIN_VALUE);
  const width = WIDTH / Math.max(1, values.length);
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path
        d={values
          .map((value, i) => {
            // What is there at all is seen.
            const height = value === 0 ? 0 : Math.max(1.5, (value / most) * HEIGHT);
            return `M${(i * width).toFixed(1)} ${HEIGHT}v${(-height).toFixed(1)}h${(width * 0.8).toFixed(1)}V${HEIGHT}Z`;
          })
          .join("")}
        fill="currentColor"
      />
    </svg>
  );
}
