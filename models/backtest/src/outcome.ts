import type { Alarm, Outcome } from "./report.ts";
import { ratio } from "./statistics.ts";

const FIRST_FIFTH = 0.2;

/** A run, as far as alarms are judged by it; seconds. */
export interface Run {
  readonly failure_s: number | null;
  readonly observed_s: number;
}

/**
 * Judges the alarms of a run. The detection is the alarm that was opened before the failure and was still open then. A false alarm
 * is one that cleared by itself before the failure, or any alarm in a run without failure. One that was opened at the failure
 * or later is neither: it came too late.
 */
export function outcomeOf(alarms: readonly Alarm[], { failure_s, observed_s }: Run): Outcome {
  const held = alarms.find((alarm) => isDetection(alarm, failure_s));
  const opened = held?.opened_s ?? null;
  const share = opened === null || failure_s === null ? null : opened / failure_s;
  const falseAlarms = alarms.filter((alarm) => isFalse(alarm, failure_s)).length;
  return {
    opened_s: opened,
    lead_s: opened === null || failure_s === null ? null : failure_s - opened,
    lead_share: share === null ? null : 1 - share,
    opened_share: share,
    opened_in_first_fifth: share !== null && share < FIRST_FIFTH,
    false_alarms: falseAlarms,
    mean_time_between_false_alarms_s: ratio(observed_s, falseAlarms),
  };
}

/** Whether an alarm announced the failure. */
export const isDetection = ({ opened_s, closed_s }: Alarm, failure: number | null): boolean =>
  failure !== null && opened_s < failure && (closed_s === null || closed_s >= failure);

/** Whether an alarm was a false one. */
export const isFalse = ({ closed_s }: Alarm, failure: number | null): boolean =>
  failure === null || (closed_s !== null && closed_s < failure);
