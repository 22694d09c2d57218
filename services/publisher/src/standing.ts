import { type Announcement, CHANNELS } from "@presage/mes";

const PREFIX = "standing/";
const utf8 = new TextEncoder();
const text = new TextDecoder();
const NOTHING = new Uint8Array(0);

/** The next window says the risk again, and it is many. */
const stands = ({ channel }: Announcement): boolean => CHANNELS[channel].retained && channel !== "risk";

const keyOf = ({ channel, key }: Announcement): string => `${PREFIX}${channel}/${key}`;

/**
 * The current states that the MES's broker keeps for those who connect late. A broker may lose them, as one in memory does when
 * it is started again; so they are kept in the log, with the place in it, until they are over.
 */
export class Standing {
  readonly #kept: Map<string, Announcement>;
  readonly #changed = new Map<string, Uint8Array>();

  /** @param states of the claim */
  constructor(states: ReadonlyMap<string, Uint8Array>) {
    this.#kept = new Map(
      [...states]
        .filter(([key]) => key.startsWith(PREFIX))
        .map(([key, bytes]) => [key, JSON.parse(text.decode(bytes)) as Announcement]),
    );
  }

  /** All that stand. */
  all(): readonly Announcement[] {
    return [...this.#kept.values()];
  }

  /** Takes note of what the MES is told. */
  note(announcements: readonly Announcement[]): void {
    for (const announcement of announcements.filter(stands)) {
      const key = keyOf(announcement);
      if (announcement.over) this.#kept.delete(key);
      else this.#kept.set(key, announcement);
      this.#changed.set(key, announcement.over ? NOTHING : utf8.encode(JSON.stringify(announcement)));
    }
  }

  /** The states that changed since it was asked last. */
  changed(): ReadonlyMap<string, Uint8Array> {
    const changed = new Map(this.#changed);
    this.#changed.clear();
    return changed;
  }
}
