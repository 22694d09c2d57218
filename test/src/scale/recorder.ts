import type { Batch } from "./batches.ts";

/** A second of a simulation. */
export interface Point {
  readonly time: number;
  /** By group: windows that wait, and processes. */
  readonly groups: readonly { readonly lag: number; readonly members: number }[];
  /** From the log to the end of the way, of the windows that arrived there in this second, seconds; NaN if none did. */
  readonly p50: number;
  readonly p99: number;
}

export class Recorder {
  readonly points: Point[] = [];
  #done: { readonly count: number; readonly latency: number }[] = [];

  done(now: number, batches: readonly Batch[]): void {
    for (const { count, origin } of batches) this.#done.push({ count, latency: now - origin });
  }

  look(time: number, groups: Point["groups"]): void {
    const sorted = this.#done.toSorted((a, b) => a.latency - b.latency);
    this.points.push({ time, groups, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) });
    this.#done = [];
  }
}

function quantile(sorted: readonly { count: number; latency: number }[], share: number): number {
  let rest = share * sorted.reduce((sum, { count }) => sum + count, 0);
  for (const { count, latency } of sorted) if ((rest -= count) <= 0) return latency;
  return NaN;
}
