import type { Failure } from "@presage/contracts";
import { type Announcement, CHANNELS } from "@presage/mes";
import { KeptStates } from "./kept-states.ts";

/** The next window says the risk again, and it is many. */
const stands = ({ channel }: Announcement): boolean => CHANNELS[channel].retained && channel !== "risk";

/** Its trace is over when it is said again. */
const untraced = ({ trace: _trace, ...said }: Announcement): Announcement => said;

const keyOf = ({ channel, key }: Announcement): string => `${channel}/${key}`;

/**
 * The current states that the MES's broker keeps for those who connect late. A broker may lose them, as one in memory does when
 * it is started again; so they are kept in the log, with the place in it, until they are over.
 */
export class Standing {
  readonly #kept: KeptStates<Announcement>;

  /** @param states of the claim */
  constructor(states: ReadonlyMap<string, Uint8Array>) {
    this.#kept = new KeptStates(states, "standing/");
  }

  /** All that stand. */
  all(): readonly Announcement[] {
    return this.#kept.values();
  }

  /** The predicted failures among them. */
  failures(): readonly Failure[] {
    return this.all()
      .filter(({ channel }) => channel === "predicted-failure")
      .map(({ event }) => event.data as Failure);
  }

  /** Takes note of what the MES is told. */
  note(announcements: readonly Announcement[]): void {
    for (const announcement of announcements.filter(stands))
      this.#kept.set(keyOf(announcement), announcement.over ? undefined : untraced(announcement));
  }

  /** The states that changed since it was asked last. */
  changed(): ReadonlyMap<string, Uint8Array> {
    return this.#kept.changed();
  }
}
