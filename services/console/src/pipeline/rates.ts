import { type Bucket, type Flow, FLOWS, type Reading } from "./reading.ts";

/** What flowed between each reading and the one before it, per second. */
export interface Rates {
  /** Epoch milliseconds, the end of each stretch. */
  readonly times: number[];
  readonly flows: { readonly flow: Flow; readonly perSecond: number[] }[];
}

export function ratesOf(readings: readonly Reading[]): Rates {
  const pairs = readings.slice(1).flatMap((reading, i) => {
    const before = readings[i];
    return before === undefined || reading.time <= before.time ? [] : [[before, reading] as const];
  });
  return {
    times: pairs.map(([, { time }]) => time),
    flows: FLOWS.map((flow) => ({
      flow,
      perSecond: pairs.map(
        ([before, after]) =>
          (after.counts[flow] - before.counts[flow]) / ((after.time - before.time) / 1_000),
      ),
    })),
  };
}

/** How the events between two readings are spread. */
export function latencyBetween(before: Reading, after: Reading): Bucket[] {
  return after.latency.map(({ atMost, count }, i) => ({
    atMost,
    count: count - (before.latency[i]?.count ?? 0),
  }));
}

/**
 * The quantile of what is in cumulative buckets, linear within a bucket, as Prometheus' histogram_quantile. Null without any; the
 * greatest finite bound of what is beyond it.
 */
export function quantile(share: number, buckets: readonly Bucket[]): number | null {
  const all = buckets.at(-1)?.count ?? 0;
  if (all === 0) return null;
  const rank = share * all;
  const found = buckets.findIndex(({ count }) => count >= rank);
  const bucket = buckets[found];
  const below = buckets[found - 1] ?? { atMost: 0, count: 0 };
  if (bucket === undefined || bucket.atMost === Infinity) return below.atMost;
  const inside = bucket.count - below.count;
  if (inside === 0) return bucket.atMost;
  return below.atMost + ((bucket.atMost - below.atMost) * (rank - below.count)) / inside;
}
