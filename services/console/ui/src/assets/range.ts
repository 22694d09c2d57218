export interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** What of the trends is shown: a part that was zoomed into, or so much back from the latest window. */
export interface TrendRange {
  readonly span: number;
  readonly zoom: Bounds | undefined;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const SPANS = [
  { name: "1 h", title: "1 hour", span: HOUR },
  { name: "8 h", title: "8 hours", span: 8 * HOUR },
  { name: "1 d", title: "1 day", span: 24 * HOUR },
  { name: "1 w", title: "1 week", span: 168 * HOUR },
  { name: "1 m", title: "1 month", span: 30 * 24 * HOUR },
  { name: "1 y", title: "1 year", span: 365 * 24 * HOUR },
] as const;

/** Points of a trend: about one for each pixel of a small plot. */
export const POINTS = 400;

/**
 * From when to when: a span ends with the asset's latest window, and does not begin before its first. The end
 * goes on in steps of a point, so that a new window alone does not make a year of data be fetched again.
 */
export function boundsOf({ span, zoom }: TrendRange, firstSeen: number, lastSeen: number): Bounds {
  if (zoom) return zoom;
  const shown = Math.min(span, Math.max(lastSeen - firstSeen, MINUTE));
  const point = shown / POINTS;
  const to = Math.ceil(lastSeen / point) * point;
  return { from: Math.round(to - shown), to: Math.round(to) };
}

/** The shortest span that has all of a young asset, and a day of an older one. */
export const usualSpan = (firstSeen: number, lastSeen: number): number =>
  SPANS.slice(0, 3).find(({ span }) => span >= lastSeen - firstSeen)?.span ?? 24 * HOUR;
