import {
  type Breach,
  breaches,
  type Contract,
  type Failure,
  type FailureGroup,
  failures,
  features,
  feedback,
  type Feedback,
  type FeatureWindow,
  groups,
  type Message,
  predictions,
  type Prediction,
  type QualityDay,
  qualityDays,
  rejected,
  type Rejection,
} from "@presage/contracts";
import { decodeAll, type Malformed, type StoredEntry } from "@presage/stream";

/** The topics that the console takes in. What is said of a failure comes after the failure. */
export const TOPICS = [
  features,
  predictions,
  failures,
  groups,
  feedback,
  breaches,
  qualityDays,
  rejected,
].map(({ topic }) => topic);

/** A message with its bytes, which are kept as they are. */
export interface Written<V> {
  readonly message: Message<V>;
  readonly bytes: Uint8Array;
}

/** What came since the last flush, in the order of the log. */
export interface Batch {
  readonly features: readonly Written<FeatureWindow>[];
  readonly predictions: readonly Written<Prediction>[];
  readonly failures: readonly Message<Failure>[];
  readonly groups: readonly Message<FailureGroup>[];
  readonly feedback: readonly Message<Feedback>[];
  readonly breaches: readonly Message<Breach>[];
  readonly "quality-days": readonly Message<QualityDay>[];
  readonly rejected: readonly Message<Rejection>[];
}

/** What entries say. Those that are no message of their topic are told to `pass`. */
export function decodeBatch(entries: readonly StoredEntry[], pass: (malformed: Malformed) => void): Batch {
  const all = <V>(contract: Contract<V>): Message<V>[] => decodeAll(contract, entries, pass);
  const written = <V>(contract: Contract<V>): Written<V>[] =>
    entries
      .filter(({ topic }) => topic === contract.topic)
      .flatMap((entry) =>
        decodeAll(contract, [entry], pass).map((message) => ({ message, bytes: entry.value })),
      );
  return {
    features: written(features),
    predictions: written(predictions),
    failures: all(failures),
    groups: all(groups),
    feedback: all(feedback),
    breaches: all(breaches),
    "quality-days": all(qualityDays),
    rejected: all(rejected),
  };
}

/** The paths of the assets that a batch speaks of. */
export const assetsOf = (batch: Batch): Set<string> =>
  new Set([
    ...batch.features.map(({ message }) => message.key),
    ...batch.predictions.map(({ message }) => message.key),
    ...batch.failures.map(({ key }) => key),
    ...batch.feedback.map(({ key }) => key),
    ...batch.breaches.map(({ key }) => key),
    ...batch["quality-days"].map(({ key }) => key),
  ]);
