import TinyQueue from "tinyqueue";

interface Appointment {
  readonly key: string;
  readonly at: number;
}

/**
 * When keys are to be looked at next, soonest first. Finding those whose time has come costs as much as there are of them,
 * however many others wait.
 *
 * A key that is to be looked at later than was said before is still named at the earlier time: whoever looks at it then
 * says anew when. So a time that moves on with every message costs nothing until it comes.
 */
export class Agenda {
  readonly #queue = new TinyQueue<Appointment>([], (a, b) => a.at - b.at);
  readonly #next = new Map<string, number>();

  /** The key is to be looked at no later than then; times are those of whoever asks, Infinity is never. */
  note(key: string, at: number): void {
    if (at >= (this.#next.get(key) ?? Infinity)) return;
    this.#next.set(key, at);
    this.#queue.push({ key, at });
  }

  /** Takes out the keys whose time has come. */
  due(now: number): readonly string[] {
    const keys: string[] = [];
    for (let first = this.#queue.peek(); first !== undefined && first.at <= now; first = this.#queue.peek()) {
      this.#queue.pop();
      // One that was noted for an earlier time since was named then.
      if (this.#next.get(first.key) !== first.at) continue;
      this.#next.delete(first.key);
      keys.push(first.key);
    }
    return keys;
  }
}
