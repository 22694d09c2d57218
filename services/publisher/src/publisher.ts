import {
  breaches,
  type Contract,
  type Failure,
  type FailureGroup,
  failures,
  feedback,
  groups,
  type Message,
  type Prediction,
  predictions,
  type Severity,
  type TraceContext,
} from "@presage/contracts";
import {
  announceBreach,
  announceFailure,
  announceFeedback,
  announceGroup,
  announceRisk,
  type Announcement,
  inTrace,
} from "@presage/mes";
import {
  type Broker,
  type Claim,
  decodeAll,
  type Malformed,
  type Membership,
  type StoredEntry,
} from "@presage/stream";
import { Connections } from "./connections.ts";
import type { Edge } from "./sparkplug-edge.ts";
import { Standing } from "./standing.ts";
import { WorkRequests } from "./work-requests.ts";

/** How much of what stands is on its way at once. */
const AT_ONCE = 1_000;

/** Tells the MES; resolves once its broker has acknowledged all, however long that takes. Keeps their order. */
export type Publish = (announcements: readonly Announcement[]) => Promise<void>;

export interface PublisherObserver {
  /** A partition was claimed: the log is in reach. */
  claimed?(): void;
  /** Predictions came from the log. */
  polled?(predictions: readonly Message<Prediction>[]): void;
  /** Failures that are open in a partition; none once it is not claimed any more. */
  standing?(partition: number, open: readonly Failure[]): void;
  /** The MES's broker has acknowledged a poll's messages. */
  published?(event: {
    readonly predictions: readonly Message<Prediction>[];
    readonly failures: readonly Message<Failure>[];
    readonly groups: readonly Message<FailureGroup>[];
  }): void;
  failed?(error: Error): void;
  malformed?(malformed: Malformed): void;
}

export interface PublisherOptions {
  /** From which severity on the MES is asked for maintenance; not at all if it is left out. */
  readonly workRequestsFrom?: Severity;
  /** To the MES's broker: what stands is said again after each. */
  readonly connections?: Connections;
  /** Opens the edge node of a claimed partition, if there are such. */
  readonly openEdge?: (claim: Pick<Claim, "partition" | "states">) => Edge;
}

/**
 * Carries predictions, failures, their groups, breaches of data quality and what was said of assets to the MES. The place in the log moves on only after the MES's broker acknowledged,
 * so that nothing is left out; after a crash some messages come again, with the same id and revision.
 */
export function runPublisher(
  broker: Broker,
  publish: Publish,
  observer: PublisherObserver = {},
  { workRequestsFrom, connections = new Connections(), openEdge }: PublisherOptions = {},
): Promise<Membership> {
  const group = {
    name: "publisher",
    topics: [predictions.topic, failures.topic, groups.topic, feedback.topic, breaches.topic],
    onError: (error: Error) => observer.failed?.(error),
  };

  /** Of messages from the log that are traced. */
  const traces = new WeakMap<Message<unknown>, TraceContext>();
  const messagesOf = <V>(contract: Contract<V>, entries: readonly StoredEntry[]): Message<V>[] =>
    decodeAll(
      contract,
      entries,
      (malformed) => observer.malformed?.(malformed),
      (message, { trace }) => trace && traces.set(message, trace),
    );
  const say = <V>(
    messages: readonly Message<V>[],
    announce: (message: Message<V>) => readonly Announcement[],
  ): readonly Announcement[] =>
    messages.flatMap((message) => inTrace(announce(message), traces.get(message)));

  return broker.join(group, async (claim) => {
    observer.claimed?.();
    const lost = new Promise<void>((resolve) =>
      claim.signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    const requests = new WorkRequests(claim.states, workRequestsFrom);
    const standing = new Standing(claim.states);
    let said = -1;
    /** Says again what stands, once after each connection; resolves too when the claim is lost. */
    const sayAgain = async (): Promise<void> => {
      const now = connections.count;
      if (now === said) return;
      said = now;
      const all = standing.all();
      for (let i = 0; i < all.length && !claim.signal.aborted; i += AT_ONCE)
        await Promise.race([publish(all.slice(i, i + AT_ONCE)), lost]);
    };
    let wake: () => void = () => undefined;
    const stopListening = connections.listen(() => wake());
    let polling: Promise<readonly StoredEntry[]> | undefined;
    /** What comes next from the log; nothing once there is another connection, and that stays to be had. */
    const next = async (): Promise<readonly StoredEntry[]> => {
      const asked = (polling ??= claim.poll());
      const entries = await new Promise<readonly StoredEntry[] | undefined>((resolve, reject) => {
        wake = () => resolve(undefined);
        asked.then(resolve, reject);
        if (connections.count !== said) wake();
      });
      if (entries !== undefined) polling = undefined;
      return entries ?? [];
    };
    observer.standing?.(claim.partition, standing.failures());
    const edge = openEdge?.(claim);
    try {
      // The number of its connection: no later one may have it again, even if nothing is to be published before the end.
      if (edge !== undefined) await claim.commit({ outputs: [], states: edge.changed(), offsets: new Map() });
      while (!claim.signal.aborted) {
        await sayAgain();
        const entries = await next();
        if (entries.length === 0) continue;
        const scored = latestOfEach(messagesOf(predictions, entries));
        const revisions = messagesOf(failures, entries);
        const grouped = messagesOf(groups, entries);
        const answers = messagesOf(feedback, entries);
        const broken = messagesOf(breaches, entries);
        const announcements = [
          ...say(grouped, announceGroup),
          ...say(revisions, announceFailure),
          ...say(revisions, (revision) => requests.take([revision])),
          ...say(answers, announceFeedback),
          ...say(broken, announceBreach),
          ...say(scored, announceRisk),
        ];
        observer.polled?.(scored);
        standing.note(announcements);
        edge?.publish({ revisions, said: answers, scored });
        await Promise.race([publish(announcements), lost]);
        if (claim.signal.aborted) return;
        const offsets = new Map(entries.map((e) => [e.topic, e.offset + 1]));
        const states = new Map([...requests.changed(), ...standing.changed(), ...(edge?.changed() ?? [])]);
        await claim.commit({ outputs: [], states, offsets });
        observer.standing?.(claim.partition, standing.failures());
        observer.published?.({ predictions: scored, failures: revisions, groups: grouped });
      }
    } finally {
      stopListening();
      observer.standing?.(claim.partition, []);
      await edge?.close();
    }
  });
}

/** The last message of each asset: the MES keeps no other prediction. */
const latestOfEach = <V>(messages: readonly Message<V>[]): Message<V>[] => [
  ...new Map(messages.map((message) => [message.key, message])).values(),
];
