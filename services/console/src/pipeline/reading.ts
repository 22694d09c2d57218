import type { Metrics } from "@presage/service";

/** What a process has counted up to a moment. */
export interface Reading {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly counts: Readonly<Record<Flow, number>>;
  /** Events by the time from the close of their window, cumulative: so many took at most so long. */
  readonly latency: readonly Bucket[];
}

/** What flows through the pipeline, in the order of its way. */
export const FLOWS = ["received", "rejected", "closed", "scored", "failures"] as const;
export type Flow = (typeof FLOWS)[number];

export interface Bucket {
  /** Seconds; the last one is infinite. */
  readonly atMost: number;
  readonly count: number;
}

type Counted = Pick<
  Metrics,
  | "bridgeReceivedMessages"
  | "bridgeRejectedMessages"
  | "stageClosedWindows"
  | "scorerScoredWindows"
  | "publisherPublishedFailures"
  | "windowToEventSeconds"
>;

interface Countable {
  get(): Promise<{ readonly values: readonly { readonly value: number }[] }>;
}

const total = async (counter: Countable): Promise<number> =>
  (await counter.get()).values.reduce((sum, { value }) => sum + value, 0);

/** Reads what the metrics say now. */
export async function readCounts(metrics: Counted, time: number): Promise<Reading> {
  const { values } = await metrics.windowToEventSeconds.get();
  const latency = values.flatMap(({ labels, value }) => {
    const { le } = labels as { readonly le?: string | number };
    return le === undefined ? [] : [{ atMost: le === "+Inf" ? Infinity : Number(le), count: value }];
  });
  return {
    time,
    counts: {
      received: await total(metrics.bridgeReceivedMessages),
      rejected: await total(metrics.bridgeRejectedMessages),
      closed: await total(metrics.stageClosedWindows),
      scored: await total(metrics.scorerScoredWindows),
      failures: await total(metrics.publisherPublishedFailures),
    },
    latency,
  };
}
