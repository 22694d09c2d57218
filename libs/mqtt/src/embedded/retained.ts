/** What about a retained message costs beside its payload and topic. */
const OVERHEAD_BYTES = 400;

interface Retained {
  readonly topic: string;
  readonly payload: string | Buffer;
}

export interface RetainedLimits {
  readonly messages: number;
  readonly bytes: number;
}

/** How much is retained. */
export class RetainedStock {
  readonly #limits: RetainedLimits;
  readonly #sizes = new Map<string, number>();
  #bytes = 0;

  constructor(limits: RetainedLimits) {
    this.#limits = limits;
  }

  /** Whether there is room; always for one that takes the place of a message that is as long, or clears it. */
  fits({ topic, payload }: Retained): boolean {
    if (payload.length === 0) return true;
    const before = this.#sizes.get(topic);
    const bytes = sizeOf(topic, payload);
    if (before !== undefined && bytes <= before) return true;
    const messages = this.#sizes.size + (before === undefined ? 1 : 0);
    return messages <= this.#limits.messages && this.#bytes + bytes - (before ?? 0) <= this.#limits.bytes;
  }

  store({ topic, payload }: Retained): void {
    this.#bytes -= this.#sizes.get(topic) ?? 0;
    this.#sizes.delete(topic);
    if (payload.length === 0) return;
    const bytes = sizeOf(topic, payload);
    this.#sizes.set(topic, bytes);
    this.#bytes += bytes;
  }
}

const sizeOf = (topic: string, payload: string | Buffer): number =>
  topic.length + payload.length + OVERHEAD_BYTES;
