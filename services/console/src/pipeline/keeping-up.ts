/** How much was left to do at a moment. */
export interface LagPoint {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly messages: number;
}

/** `steady`: as much as ever, which may be many messages where windows are open. */
export type KeepingUp = "steady" | "catching-up" | "falling-behind";

const MINUTE = 60_000;

/** Growth is told apart over so long. */
const OVER = 5 * MINUTE;
const GROWN = 1.5;
const SHRUNK = 0.5;

const least = (points: readonly LagPoint[]): number => Math.min(...points.map(({ messages }) => messages));
const most = (points: readonly LagPoint[]): number => Math.max(...points.map(({ messages }) => messages));

/**
 * Whether a group keeps up, by its lag over time, oldest first: it falls behind if in the last minute there was never less to do than one
 * and a half times the most there was five minutes ago.
 * @param slack messages that may be done and count as lag all the same
 */
export function keepingUp(points: readonly LagPoint[], slack: number): KeepingUp {
  const last = points.at(-1);
  if (last === undefined) return "steady";
  const lately = points.filter(({ time }) => time > last.time - MINUTE);
  const before = points.filter(
    ({ time }) => time <= last.time - OVER + MINUTE && time > last.time - OVER - MINUTE,
  );
  const hour = most(points);
  if (before.length > 0 && least(lately) > Math.max(slack, GROWN * most(before))) return "falling-behind";
  if (least(lately) > slack && most(lately) < SHRUNK * hour) return "catching-up";
  return "steady";
}
