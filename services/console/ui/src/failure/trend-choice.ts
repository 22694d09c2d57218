import type { FailureDetail } from "../../../src/schema/failure.ts";
import { SPANS } from "../assets/range.ts";

/** What of the journal is marked in the trends, and how. */
export const MARKED = { opened: "▲ opened", closed: "▽ closed" } as const;
export type Marked = keyof typeof MARKED;

const MOST = 8;
const LONGEST = Math.max(...SPANS.map(({ span }) => span));

/** What to look at: risk and remaining life, velocity with its zones, temperature, and what drives the risk. */
export function seriesOf(drivers: FailureDetail["drivers"], available: readonly string[]): string[] {
  const wanted = [
    "risk",
    "life.p50",
    ...available.filter((name) => name.endsWith(".velocity_rms")),
    ...available.filter((name) => /temp.*\.mean$/.test(name)),
    ...drivers.map(({ sensor, feature }) => (sensor === undefined ? feature : `${sensor}.${feature}`)),
  ];
  return [...new Set(wanted)].filter((name) => available.includes(name)).slice(0, MOST);
}

/** The shortest span that shows the failure from before it opened. */
export const usualSpan = (duration: number): number =>
  Math.min(...SPANS.map(({ span }) => span).filter((span) => span >= duration * 1.5), LONGEST);
