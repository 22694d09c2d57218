const utf8 = new TextEncoder();
const text = new TextDecoder();
const NOTHING = new Uint8Array(0);

/** Values by key that the log keeps with the place in it, as states of a claim below a prefix of their own. */
export class KeptStates<V> {
  readonly #prefix: string;
  readonly #kept: Map<string, V>;
  readonly #changed = new Map<string, Uint8Array>();

  /** @param states of the claim */
  constructor(states: ReadonlyMap<string, Uint8Array>, prefix: string) {
    this.#prefix = prefix;
    this.#kept = new Map(
      [...states]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, bytes]) => [key.slice(prefix.length), JSON.parse(text.decode(bytes)) as V]),
    );
  }

  keys(): readonly string[] {
    return [...this.#kept.keys()];
  }

  values(): readonly V[] {
    return [...this.#kept.values()];
  }

  get(key: string): V | undefined {
    return this.#kept.get(key);
  }

  /** Undefined is kept no longer. */
  set(key: string, value: V | undefined): void {
    if (value === undefined) this.#kept.delete(key);
    else this.#kept.set(key, value);
    this.#changed.set(
      `${this.#prefix}${key}`,
      value === undefined ? NOTHING : utf8.encode(JSON.stringify(value)),
    );
  }

  /** The states that changed since it was asked last. */
  changed(): ReadonlyMap<string, Uint8Array> {
    const changed = new Map(this.#changed);
    this.#changed.clear();
    return changed;
  }
}
