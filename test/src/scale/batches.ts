/** Windows that came together. */
export interface Batch {
  readonly count: number;
  /** When they came into the log, seconds. */
  readonly origin: number;
}

export const total = (batches: readonly Batch[]): number =>
  batches.reduce((sum, { count }) => sum + count, 0);

/** The first of a queue, at most so many windows: how many whole batches that are, and how many windows of the one behind them. */
export function takeUpTo(
  queue: readonly Batch[],
  most: number,
): { readonly batches: readonly Batch[]; readonly whole: number; readonly part: number } {
  const batches: Batch[] = [];
  let room = most;
  for (const [whole, batch] of queue.entries()) {
    if (batch.count > room) {
      if (room > 0) batches.push({ ...batch, count: room });
      return { batches, whole, part: room };
    }
    batches.push(batch);
    room -= batch.count;
  }
  return { batches, whole: queue.length, part: 0 };
}
