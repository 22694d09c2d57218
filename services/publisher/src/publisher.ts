import {
  type Contract,
  type Failure,
  type FailureGroup,
  failures,
  feedback,
  groups,
  type Message,
  type Prediction,
  predictions,
} from "@presage/contracts";
import { type Broker, decodeAll, type Malformed, type Membership, type StoredEntry } from "@presage/stream";
import {
  failureMessages,
  feedbackMessages,
  groupMessages,
  type MesMessage,
  type MesTopics,
  riskMessages,
} from "./mes.ts";

/** Publishes to the MES; resolves once its broker has acknowledged, however long that takes. */
export type Publish = (message: MesMessage) => Promise<void>;

export interface PublisherObserver {
  /** A partition was claimed: the log is in reach. */
  claimed?(): void;
  /** The MES's broker has acknowledged a poll's messages. */
  published?(event: {
    readonly predictions: readonly Message<Prediction>[];
    readonly failures: readonly Message<Failure>[];
    readonly groups: readonly Message<FailureGroup>[];
  }): void;
  failed?(error: Error): void;
  malformed?(malformed: Malformed): void;
}

const NO_STATES: ReadonlyMap<string, Uint8Array> = new Map();

/**
 * Carries predictions, failures, their groups and what was said of assets to the MES. The place in the log moves on only after the MES's broker acknowledged,
 * so that nothing is left out; after a crash some messages come again, with the same id and revision.
 */
export function runPublisher(
  broker: Broker,
  publish: Publish,
  topics: MesTopics,
  observer: PublisherObserver = {},
): Promise<Membership> {
  const group = {
    name: "publisher",
    topics: [predictions.topic, failures.topic, groups.topic, feedback.topic],
    stateless: true,
    onError: (error: Error) => observer.failed?.(error),
  };

  const messagesOf = <V>(contract: Contract<V>, entries: readonly StoredEntry[]): Message<V>[] =>
    decodeAll(contract, entries, (malformed) => observer.malformed?.(malformed));

  return broker.join(group, async (claim) => {
    observer.claimed?.();
    const lost = new Promise<void>((resolve) =>
      claim.signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    while (!claim.signal.aborted) {
      const entries = await claim.poll();
      if (entries.length === 0) continue;
      const scored = latestOfEach(messagesOf(predictions, entries));
      const revisions = messagesOf(failures, entries);
      const grouped = messagesOf(groups, entries);
      const said = messagesOf(feedback, entries);
      const messages = [
        ...grouped.flatMap((message) => groupMessages(message, topics)),
        ...revisions.flatMap((message) => failureMessages(message, topics)),
        ...said.flatMap((message) => feedbackMessages(message, topics)),
        ...scored.flatMap((message) => riskMessages(message, topics)),
      ];
      // All at once, in order: the connection keeps the order, and one round trip serves the whole poll.
      await Promise.race([Promise.all(messages.map(publish)), lost]);
      if (claim.signal.aborted) return;
      const offsets = new Map(entries.map((e) => [e.topic, e.offset + 1]));
      await claim.commit({ outputs: [], states: NO_STATES, offsets });
      observer.published?.({ predictions: scored, failures: revisions, groups: grouped });
    }
  });
}

/** The last message of each asset: the MES keeps no other prediction. */
const latestOfEach = <V>(messages: readonly Message<V>[]): Message<V>[] => [
  ...new Map(messages.map((message) => [message.key, message])).values(),
];
