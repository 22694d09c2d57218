import { failures, hasCode, predictions } from "@presage/contracts";
import type { Broker, Membership, StoredEntry } from "@presage/stream";
import { failureMessages, type MesMessage, type MesTopics, riskMessages } from "./mes.ts";

/** Publishes to the MES; resolves once its broker has acknowledged, however long that takes. */
export type Publish = (message: MesMessage) => Promise<void>;

export interface PublisherObserver {
  /** A poll's messages are acknowledged. */
  published?(event: { readonly messages: number; readonly failures: number }): void;
  failed?(error: Error): void;
  malformed?(entry: StoredEntry): void;
}

const NO_STATES: ReadonlyMap<string, Uint8Array> = new Map();

/**
 * Carries predictions and failures to the MES. The place in the log moves on only after the MES's broker acknowledged,
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
    topics: [predictions.topic, failures.topic],
    onError: (error: Error) => observer.failed?.(error),
  };

  function messagesOf(entry: StoredEntry): MesMessage[] {
    try {
      return entry.topic === failures.topic
        ? failureMessages(failures.decode(entry.key, entry.time, entry.value), topics)
        : riskMessages(predictions.decode(entry.key, entry.time, entry.value), topics);
    } catch (error) {
      if (!hasCode(error, "MESSAGE_MALFORMED")) throw error;
      observer.malformed?.(entry);
      return [];
    }
  }

  return broker.join(group, async (claim) => {
    const lost = new Promise<void>((resolve) =>
      claim.signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    while (!claim.signal.aborted) {
      const entries = await claim.poll();
      if (entries.length === 0) continue;
      const messages = withoutOutdated(entries).flatMap(messagesOf);
      // All at once, in order: the connection keeps the order, and one round trip serves the whole poll.
      await Promise.race([Promise.all(messages.map(publish)), lost]);
      if (claim.signal.aborted) return;
      const offsets = new Map(entries.map((e) => [e.topic, e.offset + 1]));
      await claim.commit({ outputs: [], states: NO_STATES, offsets });
      const revisions = entries.filter((e) => e.topic === failures.topic).length;
      observer.published?.({ messages: messages.length, failures: revisions });
    }
  });
}

/** All failures, but only the last prediction of each asset: the MES keeps no other. */
function withoutOutdated(entries: readonly StoredEntry[]): StoredEntry[] {
  const latest = new Map<string, StoredEntry>();
  for (const entry of entries) if (entry.topic === predictions.topic) latest.set(entry.key, entry);
  return entries.filter((entry) => entry.topic !== predictions.topic || latest.get(entry.key) === entry);
}
