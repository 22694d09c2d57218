/** How much may be on its way through the handler. */
export interface InflightLimits {
  readonly batchMessages: number;
  readonly batchBytes: number;
  /** Batches handed over and not yet acknowledged. */
  readonly batches: number;
  /** Messages gathered or handed over, beyond which reading stops. */
  readonly messages: number;
  /** Bytes of the same. */
  readonly bytes: number;
}

export interface Batch<M> {
  readonly messages: M[];
  bytes: number;
  settled: boolean;
}

/**
 * Bookkeeping of deliveries between arrival and acknowledgement: gathers them into batches, lets a few batches be under
 * way at a time, gives them back for acknowledgement in the order they arrived, and knows when to stop reading.
 */
export class Inflight<M extends { readonly bytes: number }> {
  readonly #limits: InflightLimits;
  /** Oldest first; only the last one still grows. */
  readonly #gathered: Batch<M>[] = [];
  /** Oldest first. */
  readonly #underWay: Batch<M>[] = [];
  #messages = 0;
  #bytes = 0;

  constructor(limits: InflightLimits) {
    this.#limits = limits;
  }

  get messages(): number {
    return this.#messages;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether reading has to stop. */
  get full(): boolean {
    return this.#messages > this.#limits.messages || this.#bytes > this.#limits.bytes;
  }

  /** Whether reading may go on again; half of the limits, so that it does not flutter. */
  get roomy(): boolean {
    return this.#messages <= this.#limits.messages / 2 && this.#bytes <= this.#limits.bytes / 2;
  }

  /** A message longer than a batch may be gets a batch of its own. */
  add(message: M): void {
    this.#messages++;
    this.#bytes += message.bytes;
    const last = this.#gathered.at(-1);
    if (
      last === undefined ||
      last.messages.length >= this.#limits.batchMessages ||
      last.bytes + message.bytes > this.#limits.batchBytes
    ) {
      this.#gathered.push({ messages: [message], bytes: message.bytes, settled: false });
    } else {
      last.messages.push(message);
      last.bytes += message.bytes;
    }
  }

  /** The next batch to hand over, if there is one and not too many are under way. */
  take(): Batch<M> | undefined {
    if (this.#underWay.length >= this.#limits.batches) return undefined;
    const batch = this.#gathered.shift();
    if (batch !== undefined) this.#underWay.push(batch);
    return batch;
  }

  /** The batch was handled. Returns the batches that may be acknowledged now, oldest first. */
  settle(batch: Batch<M>): readonly Batch<M>[] {
    batch.settled = true;
    const waiting = this.#underWay.findIndex((b) => !b.settled);
    const done = this.#underWay.splice(0, waiting === -1 ? this.#underWay.length : waiting);
    for (const { messages, bytes } of done) {
      this.#messages -= messages.length;
      this.#bytes -= bytes;
    }
    return done;
  }
}
