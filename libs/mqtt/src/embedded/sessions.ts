/** A connection of a client. */
interface Holder {
  readonly clean: boolean;
  readonly closed: boolean;
}

/**
 * Whose session each client id is, so that nobody can take over what another user's clients have yet to get. There may
 * be so many; of more, the one that has been away the longest ends.
 */
export class Sessions {
  readonly #max: number;
  readonly #end: (id: string) => void;
  /** In the order in which they connected last. */
  readonly #sessions = new Map<string, { readonly username: string; readonly holder: Holder }>();

  constructor(max: number, end: (id: string) => void) {
    this.#max = max;
    this.#end = end;
  }

  /** Takes over the session of a client id, or begins one; false if it is another user's. */
  claim(id: string, username: string, holder: Holder): boolean {
    const owner = this.#sessions.get(id)?.username;
    if (owner !== undefined && owner !== username) return false;
    this.#sessions.delete(id);
    this.#sessions.set(id, { username, holder });
    if (this.#sessions.size > this.#max) this.#endOldest();
    return true;
  }

  /** The connection is gone. Returns whether the session is too, as it was not to be kept. */
  left(id: string, holder: Holder): boolean {
    if (!holder.clean || this.#sessions.get(id)?.holder !== holder) return false;
    return this.#sessions.delete(id);
  }

  #endOldest(): void {
    for (const [id, { holder }] of this.#sessions)
      if (holder.closed) {
        this.#sessions.delete(id);
        this.#end(id);
        return;
      }
  }
}
