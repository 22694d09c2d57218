import type { Contract, Message } from "@presage/contracts";

/** What a stage puts out: a message and the contract that says where it goes and how it is written. */
export interface Output {
  readonly topic: string;
  readonly key: string;
  readonly time: number;
  /** Where it goes; else the key decides. */
  readonly partition?: number;
  encode(): Uint8Array;
}

/** An output of a contract; encoded when the host commits. */
export const output = <V>(contract: Contract<V>, message: Message<V>): Output => ({
  topic: contract.topic,
  key: message.key,
  time: message.time,
  encode: () => contract.encode(message),
});

/** All messages of one asset whose event time is in `[start, end)`, in the order they came. */
export interface ClosedWindow<V> {
  readonly key: string;
  /** Epoch milliseconds, inclusive; a multiple of the stage's size. */
  readonly start: number;
  /** Epoch milliseconds, exclusive. */
  readonly end: number;
  readonly messages: readonly Message<V>[];
  /** Where they are in their partition: the offsets of the first and the last of them. */
  readonly offsets: readonly [first: number, last: number];
  /** Messages of this window that came again and were ignored. */
  readonly duplicates: number;
  /** Messages of earlier, closed windows that came since the asset's last window; they were not used. */
  readonly late: number;
  /** When the message or heartbeat that closed it reached the bridge, epoch milliseconds. */
  readonly closedAt: number;
}

interface Fold<In, S, Stepped = Step<S>> {
  /** Also the name of its consumer group and of its state topic. */
  readonly name: string;
  /** The state of an asset that was never seen. Small, and JSON says all of it. */
  readonly initial: S;
  /** Pure: no clock, randomness, file, network or environment. Called in order per asset. */
  step(state: S, input: In): Stepped;
}

/** The asset's next state, and what is put out. */
export type Step<S> = readonly [S, readonly Output[]];

/**
 * Gathers an asset's messages into epoch-aligned event-time windows and steps once as each closes. A window closes when
 * the asset's watermark (its greatest event time minus `grace`) reaches the window's end, or when a heartbeat says that
 * nothing was heard of the asset for `size + grace`.
 */
export interface WindowStage<V, S> extends Fold<ClosedWindow<V>, S> {
  readonly input: Contract<V>;
  /** Milliseconds. */
  readonly size: number;
  /** Milliseconds. */
  readonly grace: number;
  /** Two messages of one window with the same identity are one message that came twice. */
  identity(message: Message<V>): string;
  /** When the message reached the bridge, on the clock of the heartbeats, epoch milliseconds. */
  heard(message: Message<V>): number;
  /** Pure: what a message that is not used, since it came again or after its window, changes in the asset's state. */
  unused?(state: S, message: Message<V>, why: "duplicate" | "late"): S;
  /** Where heartbeats are passed on to, behind the windows they close: readers can tell silence by them. */
  readonly heartbeats?: { readonly topic: string; readonly everyMs: number };
}

/** Changes the state of an asset because somebody said so. */
export interface Control<C, S> {
  /** Its topic is read beside the stage's input. */
  readonly input: Contract<C>;
  /** Pure. Commands of a poll come before its messages. */
  step(state: S, command: Message<C>): S;
}

/** Lets time pass for assets of which nothing comes. */
export interface Heartbeat<S> {
  /** Assets for which it passes though nothing of them ever came. */
  readonly expected: readonly string[];
  /** Pure. Before this time a step changes nothing, as long as the state is this one; Infinity: never. Epoch milliseconds. */
  due(state: S, key: string): number;
  /** Pure. Called for the assets of the partition that are due at a heartbeat in the input's topic; `now` is the bridge's clock, epoch milliseconds. */
  step(state: S, key: string, now: number): Step<S>;
}

/** Steps once for every message; the next step waits for one that is a promise. */
export interface FoldStage<V, P, S, C = never> extends Fold<Message<P>, S, Step<S> | Promise<Step<S>>> {
  readonly input: Contract<V>;
  readonly control?: Control<C, S>;
  readonly heartbeat?: Heartbeat<S>;
  /**
   * Works on a whole poll before the steps, so that a model can score a batch in one call. Keeps length and order.
   * `stateOf` gives an asset's state before the first of the messages.
   */
  prepare(
    messages: readonly Message<V>[],
    stateOf: (key: string) => S,
  ): readonly Message<P>[] | Promise<readonly Message<P>[]>;
}
