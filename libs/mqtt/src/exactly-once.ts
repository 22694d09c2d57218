/**
 * The receiver's half of the QoS 2 handshake: which packet ids are taken, until the broker releases them with PUBREL.
 * It belongs to the session, not to the connection, and lives as long as the process.
 * Source: MQTT 5.0, 4.3.3.
 */
export class ExactlyOnce {
  /** By packet id, whether the handler is done with the message. */
  readonly #ids = new Map<number, boolean>();

  /**
   * What to do with a PUBLISH: `new` is handed over, `held` is with the handler already, `handled` is answered with
   * PUBREC and not handed over again.
   */
  arrive(id: number): "new" | "held" | "handled" {
    const handled = this.#ids.get(id);
    if (handled !== undefined) return handled ? "handled" : "held";
    this.#ids.set(id, false);
    return "new";
  }

  handled(id: number): void {
    this.#ids.set(id, true);
  }

  /** PUBREL came: the broker may use the id for another message. */
  released(id: number): void {
    this.#ids.delete(id);
  }

  /** The connection is gone: the broker sends again what was not handled. */
  forgetHeld(): void {
    for (const [id, handled] of this.#ids) if (!handled) this.#ids.delete(id);
  }

  /** The broker has lost the session. */
  clear(): void {
    this.#ids.clear();
  }
}
