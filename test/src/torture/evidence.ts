import type {
  Alarm,
  CloudEvent,
  Failure,
  FailureGroup,
  FeatureWindow,
  Prediction,
  Rejection,
  SampleBlock,
} from "@presage/contracts";
import type { Logged } from "../support/log.ts";

/** One message that a device sent, however often. */
export interface Sent {
  readonly asset: string;
  readonly sensor: string;
  /** The device's own number: with asset and sensor it names the block. */
  readonly seq: number;
  /** Whether Presage can use it, or has to reject it. */
  readonly good: boolean;
  /** When the PUBACK came, epoch milliseconds; missing: it may be lost. */
  acknowledgedAt?: number;
}

export type { Logged };

/** What is in the log: each topic by partition and offset. */
export interface Log {
  readonly samples: readonly Logged<SampleBlock>[];
  readonly rejected: readonly Logged<Rejection>[];
  readonly features: readonly Logged<FeatureWindow>[];
  readonly predictions: readonly Logged<Prediction>[];
  readonly alarms: readonly Logged<Alarm>[];
  readonly failures: readonly Logged<Failure>[];
  readonly groups: readonly Logged<FailureGroup>[];
}

/** What the MES heard. */
export interface Heard {
  /** Of the event topics, in the order in which they came; with repeats. */
  readonly events: readonly CloudEvent<Failure | FailureGroup>[];
  /** Whether the MES's broker kept all it had acknowledged; otherwise revisions may be missing. */
  readonly isComplete: boolean;
  /** What is retained at the end, by topic. */
  readonly retained: ReadonlyMap<string, string>;
}

/** All that the checker knows: what went in, what came out. */
export interface Evidence {
  readonly sent: readonly Sent[];
  readonly log: Log;
  readonly heard: Heard;
}

/** Something that must not be. */
export interface Violation {
  readonly rule: string;
  /** The block, window, revision or topic. */
  readonly what: string;
  /** Where it was seen last, or what was seen instead. */
  readonly seen: string;
}

/** Where an entry is. */
export const placeOf = (topic: string, { partition, offset }: Logged<unknown>): string =>
  `${topic}/${partition}@${offset}`;

/** Groups by a key, in the order of the list. */
export function groupBy<T>(all: Iterable<T>, keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return groups;
}
