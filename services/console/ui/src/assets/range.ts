/** What of the trends is shown: so much back from the latest window, or a part that was zoomed into. */
export type TrendRange = { readonly span: number } | { readonly from: number; readonly to: number };

const HOUR = 3_600_000;

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
 * From when to when, for an asset last seen then. The end goes on in steps of a point, so that a new window alone does not make a year of data be fetched
 * again.
 */
export function boundsOf(range: TrendRange, lastSeen: number): { from: number; to: number } {
  if ("from" in range) return range;
  const point = range.span / POINTS;
  const to = Math.ceil(lastSeen / point) * point;
  return { from: Math.round(to - range.span), to: Math.round(to) };
}

/** The shortest span that has all of a young asset, and a day of an older one. */
export const usualSpan = (firstSeen: number, lastSeen: number): number =>
  SPANS.slice(0, 3).find(({ span }) => span >= lastSeen - firstSeen)?.span ?? 24 * HOUR;
