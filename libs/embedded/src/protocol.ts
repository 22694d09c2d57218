import type { ErrorCode } from "@presage/contracts";
import type { Group, StoredEntry } from "@presage/stream";
import type { Packed, PackedEntries } from "./packed.ts";

/** What the thread of the log is given. */
export interface LogSettings {
  readonly directory: string;
  readonly partitions: number;
  readonly trimEvery: number;
}

/** A topic's entries in one partition that are in the log from now on, by their offsets. */
export interface Span {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  /** The offset after the last one. */
  readonly to: number;
}

/** What a claim starts with. */
export interface Restored {
  readonly epoch: number;
  readonly states: Packed;
  /** By topic, where the last commit said to read on from. */
  readonly offsets: readonly (readonly [topic: string, next: number])[];
  /** By topic, the offset that the next entry will get. */
  readonly ends: readonly (readonly [topic: string, next: number])[];
}

export interface Writes {
  readonly outputs: readonly { readonly topic: string; readonly entries: PackedEntries }[];
  readonly states: Packed;
  readonly offsets: readonly (readonly [topic: string, next: number])[];
}

/** What can be asked of the log, and what is answered. */
export interface Calls {
  append: { readonly ask: Writes["outputs"][number]; readonly answer: readonly Span[] };
  claim: {
    readonly ask: { readonly group: string; readonly topics: Group["topics"]; readonly partition: number };
    readonly answer: Restored;
  };
  commit: {
    readonly ask: Writes & { readonly group: string; readonly partition: number; readonly epoch: number };
    readonly answer: readonly Span[];
  };
  read: {
    readonly ask: {
      readonly topic: string;
      readonly partition: number;
      readonly offset: number;
      readonly limit: number;
    };
    readonly answer: readonly StoredEntry[];
  };
  lag: {
    readonly ask: { readonly group: string; readonly topics: Group["topics"] };
    readonly answer: readonly (readonly [topic: string, messages: number])[];
  };
  /** Writes what is waiting and closes the file. */
  close: { readonly ask: null; readonly answer: null };
}

export type CallName = keyof Calls;

export type Request = {
  [N in CallName]: { readonly id: number; readonly call: N; readonly ask: Calls[N]["ask"] };
}[CallName];

export type Reply =
  | { readonly id: number; readonly answer: Calls[CallName]["answer"] }
  | { readonly id: number; readonly code: ErrorCode; readonly message: string; readonly cause: unknown };

/** What the log tells: answers, and what was appended since, by whomever. */
export interface News {
  readonly replies: readonly Reply[];
  readonly appended: readonly Span[];
}
