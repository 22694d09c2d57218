import type { TraceContext } from "@presage/contracts";

/** One entry of a topic, to be appended. */
export interface Entry {
  /** Decides the partition, unless `partition` does. */
  readonly key: string;
  /** Event time, epoch milliseconds. */
  readonly time: number;
  /** No bytes: a heartbeat in an ordinary topic, a deletion in a compacted one. */
  readonly value: Uint8Array;
  readonly partition?: number;
  /** Where it is in a trace, if it is traced. Beside the value, which does not depend on it. */
  readonly trace?: TraceContext;
}

/** One entry of a topic, as it is in the log. Offsets grow, but may have gaps. */
export interface StoredEntry extends Entry {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** What a stage did with what it polled: all of it happens, or none. */
export interface Commit {
  /** Entries to append, by topic. */
  readonly outputs: readonly { readonly topic: string; readonly entries: readonly Entry[] }[];
  /** Changed states by key; no bytes deletes. Ignored keys keep their state. */
  readonly states: ReadonlyMap<string, Uint8Array>;
  /** By input topic, the offset to read on from after a restart. */
  readonly offsets: ReadonlyMap<string, number>;
}

/**
 * The exclusive right of one group member to work on one partition (the same number in every input topic).
 * It was fenced first and then restored: no earlier owner can commit any more, and what it had committed is here.
 */
export interface Claim {
  readonly partition: number;
  /** Aborted when the partition is given to another member or the consumption is closed. */
  readonly signal: AbortSignal;
  readonly states: ReadonlyMap<string, Uint8Array>;
  /** By topic, where the last commit said to read on from. Missing: from the start. */
  readonly offsets: ReadonlyMap<string, number>;
  /** The next entries, in offset order per topic. Waits for some; empty once `signal` is aborted. */
  poll(): Promise<readonly StoredEntry[]>;
  /**
   * Atomic. Throws `BROKER_FENCED` if another member owns the partition, `BROKER_UNAVAILABLE`, `BROKER_REFUSED` or
   * `BROKER_FULL` if nothing was committed. After any of them the claim is of no more use: the group hands out a new one.
   */
  commit(commit: Commit): Promise<void>;
}

/** What joined a group and works on the partitions it is given. */
export interface Membership {
  /** Rejects when the work threw anything but a broker error, which is a bug; resolves after `close`. */
  readonly done: Promise<void>;
  close(): Promise<void>;
}

export interface Group {
  /** The service's name; also the name of its state topic. */
  readonly name: string;
  /** Input topics; they have the same number of partitions. */
  readonly topics: readonly string[];
  /** Its commits never have states, so it needs no state topic. */
  readonly stateless?: boolean;
  /** Told about broker errors that the group goes on from by claiming the partition anew. */
  readonly onError?: (error: Error) => void;
}

/** The port to a partitioned, keyed, durable log with atomic "consume, produce, commit". */
export interface Broker {
  /** Number of partitions, equal for all topics. */
  readonly partitions: number;
  /**
   * Appends entries, in order per partition; resolves once they are durable.
   * Throws `BROKER_UNAVAILABLE`, `BROKER_REFUSED` or `BROKER_FULL`; then some may be in the log, and the caller may append them again.
   */
  append(topic: string, entries: readonly Entry[]): Promise<void>;
  /** Joins a group and calls `work` with each partition the group gives to this member; `work` ends when its signal aborts. */
  join(group: Group, work: (claim: Claim) => Promise<void>): Promise<Membership>;
  /** Committed entries of one partition from an offset on, as many as there are now, at most `limit` (1,000). */
  read(topic: string, partition: number, offset: number, limit?: number): Promise<readonly StoredEntry[]>;
  /** How far groups are behind: entries not yet committed past, by topic. */
  lag(group: Group): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}
