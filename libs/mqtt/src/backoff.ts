import { type PresageError, hasCode } from "@presage/contracts";

/** How long to wait before the next attempt, milliseconds. */
export interface RetryPolicy {
  /** After the first failure; doubles with each further one. */
  readonly firstMs: number;
  readonly maxMs: number;
  /** After a refusal, which only a person can mend. */
  readonly refusedMs: number;
}

export const RETRY: RetryPolicy = { firstMs: 100, maxMs: 10_000, refusedMs: 30_000 };

/**
 * Exponential back-off with jitter: between half of and the whole of `firstMs * 2^(failures - 1)`, at most `maxMs`, so
 * that many clients do not come back in step.
 * @param failures failures in a row, from 1
 * @param random uniform in [0, 1)
 */
export function retryDelay(
  policy: RetryPolicy,
  error: Error | PresageError,
  failures: number,
  random: number,
): number {
  const exponential = Math.min(policy.maxMs, policy.firstMs * 2 ** Math.min(failures - 1, 30));
  const ceiling = hasCode(error, "MQTT_REFUSED") ? policy.refusedMs : exponential;
  return Math.round((ceiling * (1 + random)) / 2);
}
