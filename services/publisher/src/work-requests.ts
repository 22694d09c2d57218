import type { Failure, Message, Severity } from "@presage/contracts";
import { type Announcement, announceWorkRequest, decide, type Requested } from "@presage/mes";
import { KeptStates } from "./kept-states.ts";

/** The requests for maintenance of a partition: what was requested of its assets is kept in the log, with the place in it. */
export class WorkRequests {
  readonly #from: Severity | undefined;
  readonly #kept: KeptStates<Requested>;

  /**
   * @param states of the claim
   * @param from the least severity that asks for maintenance; without it nothing is asked
   */
  constructor(states: ReadonlyMap<string, Uint8Array>, from: Severity | undefined) {
    this.#from = from;
    this.#kept = new KeptStates(states, "requested/");
  }

  /** What the MES is asked for by revisions of failures, in their order. */
  take(revisions: readonly Message<Failure>[]): Announcement[] {
    const from = this.#from;
    if (from === undefined) return [];
    return revisions.flatMap((message) => {
      const { key } = message;
      const before = this.#kept.get(key);
      const { kept, asks } = decide(before, message, from);
      if (kept !== before) this.#kept.set(key, kept);
      return asks ? [announceWorkRequest(message)] : [];
    });
  }

  /** The states that changed since it was asked last. */
  changed(): ReadonlyMap<string, Uint8Array> {
    return this.#kept.changed();
  }
}
