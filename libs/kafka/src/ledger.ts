import { PresageError } from "@presage/contracts";
import type { Commit } from "@presage/stream";

/** A key in the state topic that no asset has. */
const KEY = "\u0000offsets";

/**
 * Keeps with the states up to where they are of, so that whoever restores them can tell whether they are of the same commit as the group's
 * offsets. For a moment after a broker was lost, its successor may take the state topic, or the group's offsets, to be shorter than they
 * are: with states of before, what was done since would be done twice.
 */
export class Ledger {
  readonly #offsets: Map<string, number>;

  /**
   * Takes its entry out of the states. Kafka forgets the offsets of a group that was away for long; the entry still has them.
   * Throws `BROKER_UNAVAILABLE` if it and the group's offsets are of different commits: then both are to be read again.
   */
  constructor(offsets: ReadonlyMap<string, number>, states: Map<string, Uint8Array>) {
    this.#offsets = new Map(offsets);
    const entry = states.get(KEY);
    states.delete(KEY);
    if (entry === undefined) return;
    for (const [topic, next] of JSON.parse(new TextDecoder().decode(entry)) as [string, number][]) {
      const committed = offsets.get(topic) ?? next;
      if (committed !== next)
        throw new PresageError(
          "BROKER_UNAVAILABLE",
          `the states are of ${topic} up to ${next}, the group's offset is ${committed}: one of them is not all there yet`,
        );
      this.#offsets.set(topic, next);
    }
  }

  /** By topic, where to read on from. */
  get offsets(): ReadonlyMap<string, number> {
    return this.#offsets;
  }

  /** The commit, with the offsets that hold after it among its states. */
  enter(commit: Commit): Commit {
    const offsets = [...new Map([...this.#offsets, ...commit.offsets])];
    const states = new Map(commit.states).set(KEY, new TextEncoder().encode(JSON.stringify(offsets)));
    return { ...commit, states };
  }

  /** The commit was made. */
  made(commit: Commit): void {
    for (const [topic, next] of commit.offsets) this.#offsets.set(topic, next);
  }
}
