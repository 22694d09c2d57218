import type { Failure, Message, Severity } from "@presage/contracts";
import { type Announcement, announceWorkRequest, decide, type Requested } from "@presage/mes";

const utf8 = new TextEncoder();
const text = new TextDecoder();
const NOTHING = new Uint8Array(0);
const PREFIX = "requested/";

/** The requests for maintenance of a partition: what was requested of its assets is kept in the log, with the place in it. */
export class WorkRequests {
  readonly #from: Severity | undefined;
  readonly #kept: Map<string, Requested>;
  readonly #changed = new Map<string, Uint8Array>();

  /**
   * @param states of the claim
   * @param from the least severity that asks for maintenance; without it nothing is asked
   */
  constructor(states: ReadonlyMap<string, Uint8Array>, from: Severity | undefined) {
    this.#from = from;
    this.#kept = new Map(
      [...states]
        .filter(([key]) => key.startsWith(PREFIX))
        .map(([key, bytes]) => [key.slice(PREFIX.length), JSON.parse(text.decode(bytes)) as Requested]),
    );
  }

  /** What the MES is asked for by revisions of failures, in their order. */
  take(revisions: readonly Message<Failure>[]): Announcement[] {
    const from = this.#from;
    if (from === undefined) return [];
    return revisions.flatMap((message) => {
      const { key } = message;
      const before = this.#kept.get(key);
      const { kept, asks } = decide(before, message, from);
      if (kept !== before) this.#keep(key, kept);
      return asks ? [announceWorkRequest(message)] : [];
    });
  }

  /** The states that changed since it was asked last. */
  changed(): ReadonlyMap<string, Uint8Array> {
    const changed = new Map(this.#changed);
    this.#changed.clear();
    return changed;
  }

  #keep(key: string, kept: Requested | undefined): void {
    if (kept === undefined) this.#kept.delete(key);
    else this.#kept.set(key, kept);
    this.#changed.set(`${PREFIX}${key}`, kept === undefined ? NOTHING : utf8.encode(JSON.stringify(kept)));
  }
}
