/** Packet type of PUBLISH: MQTT 5.0, 2.1.2. */
const PUBLISH = 3;

/**
 * Follows the packet boundaries in a stream of MQTT bytes and says when a packet announces more than it may have, before
 * its bytes are gathered. Framing: MQTT 5.0, 2.1 (one byte of type and flags, then the remaining length in up to four
 * bytes of seven bits, least significant first).
 */
export class FrameLimit {
  readonly #maxBytes: number;
  /** Bytes of the packet under way still to come. */
  #body = 0;
  /** Bytes of a fixed header that were already seen. */
  #header = 0;
  #length = 0;
  #messages = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** PUBLISH packets that began so far. */
  get messages(): number {
    return this.#messages;
  }

  /** False once a packet is longer than the limit or its length is malformed; the stream is then of no more use. */
  accepts(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#body > 0) {
        const step = Math.min(this.#body, chunk.length - at);
        this.#body -= step;
        at += step;
        continue;
      }
      const byte = chunk[at++] ?? 0;
      if (this.#header > 0) this.#length += (byte & 0x7f) * 128 ** (this.#header - 1);
      this.#header++;
      if (this.#header === 1) {
        if (byte >> 4 === PUBLISH) this.#messages++;
        continue;
      }
      const last = byte < 0x80;
      if (!last && this.#header === 5) return false;
      if (!last) continue;
      if (this.#header + this.#length > this.#maxBytes) return false;
      this.#body = this.#length;
      this.#header = 0;
      this.#length = 0;
    }
    return true;
  }
}
