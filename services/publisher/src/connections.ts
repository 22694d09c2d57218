/** Counts the connections to the MES's broker, which may have lost what it kept before each. */
export class Connections {
  #count = 0;
  readonly #listeners = new Set<() => void>();

  get count(): number {
    return this.#count;
  }

  /** There is a new one. */
  made(): void {
    this.#count++;
    for (const listener of this.#listeners) listener();
  }

  /** Calls back at each new one, until what is returned is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
