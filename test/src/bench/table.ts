/** One line of the result. */
export interface Row {
  readonly what: string;
  readonly who: string;
  readonly figure: string;
  /** Against the peer or the target. */
  readonly ratio?: string;
}

const HEADINGS: Row = { what: "what", who: "who", figure: "figure", ratio: "ratio" };

export function printTable(rows: readonly Row[]): void {
  const all = [HEADINGS, ...rows];
  const width = (pick: (row: Row) => string): number => Math.max(...all.map((row) => pick(row).length));
  const widths = [width((r) => r.what), width((r) => r.who), width((r) => r.figure)] as const;
  for (const { what, who, figure, ratio = "" } of all)
    process.stdout.write(
      `${what.padEnd(widths[0])}  ${who.padEnd(widths[1])}  ${figure.padEnd(widths[2])}  ${ratio}\n`,
    );
}

export const perSecond = (count: number, seconds: number): string =>
  `${Math.round(count / seconds).toLocaleString("en")}/s`;
export const times = (a: number, b: number): string => `${(a / b).toFixed(2)} ×`;
