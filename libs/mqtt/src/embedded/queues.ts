import { Readable } from "node:stream";

/** A packet as Aedes hands it to its persistence. */
export interface StoredPacket {
  readonly cmd: string;
  readonly brokerCounter?: number;
  readonly topic?: string;
  readonly payload?: string | Buffer;
  messageId?: number | undefined;
}

interface Client {
  readonly id: string;
}

interface Entry {
  packet: StoredPacket;
  bytes: number;
}

class Queue {
  /** In the order in which they were published. */
  readonly entries = new Set<Entry>();
  /** Those not yet answered by PUBREC or PUBACK, by the broker's number. */
  readonly byCounter = new Map<number, Entry>();
  /** Those that were sent. */
  readonly byId = new Map<number, Entry>();
  bytes = 0;
}

export interface QueueLimits {
  /** Of one session. */
  readonly messages: number;
  /** Of all sessions together; one may have a quarter of it. */
  readonly bytes: number;
}

const REMEMBERED = 10_000;
const SHARE = 0.25;
/** About what a message costs beside its payload and topic. */
const OVERHEAD_BYTES = 400;

const sizeOf = ({ topic = "", payload = "" }: StoredPacket): number =>
  topic.length + payload.length + OVERHEAD_BYTES;

/**
 * What sessions have yet to get, in memory and bounded: a message for a session that is full is not kept, as with
 * other brokers. The five methods are those of Aedes's persistence whose own queues have no bound, look at every message for each
 * that is sent, and take one QoS 2 message for another when two are under way.
 */
export class Queues {
  readonly #queues = new Map<string, Queue>();
  readonly #limits: QueueLimits;
  readonly #dropped: () => void;
  /** Session and broker's number of messages that were not kept lately: a client that is there gets them even so. */
  readonly #leftOut = new Set<string>();
  #bytes = 0;

  constructor(limits: QueueLimits, dropped: () => void) {
    this.#limits = limits;
    this.#dropped = dropped;
  }

  /** Of all sessions, about. */
  get bytes(): number {
    return this.#bytes;
  }

  outgoingEnqueue({ clientId }: { readonly clientId: string }, packet: StoredPacket): Promise<void> {
    this.#enqueue(clientId, packet);
    return Promise.resolve();
  }

  outgoingEnqueueCombi(
    subscriptions: readonly { readonly clientId: string }[],
    packet: StoredPacket,
  ): Promise<void> {
    for (const { clientId } of subscriptions) this.#enqueue(clientId, packet);
    return Promise.resolve();
  }

  /**
   * The packet is about to be sent: it gets a packet id that no other one has, or keeps the one it was sent with. Rejects
   * for one that the client has already: Aedes sends what waits from a list that it made before, and disconnects then.
   */
  outgoingUpdate({ id }: Client, packet: StoredPacket): Promise<void> {
    const { messageId, brokerCounter = 0 } = packet;
    if (messageId === undefined) return Promise.resolve();
    if (packet.cmd === "pubrel") {
      this.#release(id, packet, messageId);
      return Promise.resolve();
    }
    const queue = this.#queues.get(id);
    const entry = queue?.byCounter.get(brokerCounter);
    if (queue === undefined || entry === undefined) {
      // One that was not kept goes out all the same, once.
      const isLeftOut = this.#leftOut.delete(`${id} ${brokerCounter}`);
      return isLeftOut ? Promise.resolve() : Promise.reject(new Error("the client has this message already"));
    }
    let free = entry.packet.messageId ?? messageId;
    while (queue.byId.has(free) && queue.byId.get(free) !== entry) free = (free % 65_535) + 1;
    packet.messageId = free;
    entry.packet.messageId = free;
    queue.byId.set(free, entry);
    return Promise.resolve();
  }

  /** The client has it. Without an id it is about one that was sent under another subscription. */
  outgoingClearMessageId({ id }: Client, { messageId }: StoredPacket): Promise<StoredPacket | undefined> {
    const queue = this.#queues.get(id);
    const entry = messageId === undefined ? undefined : queue?.byId.get(messageId);
    if (queue !== undefined && entry !== undefined) this.#remove(id, queue, entry);
    return Promise.resolve(entry?.packet);
  }

  /** What waits now, without what the client gets in the meantime. */
  outgoingStream({ id }: Client): Readable {
    const queue = this.#queues.get(id);
    const waiting = [...(queue?.entries ?? [])];
    function* rest(): Iterable<StoredPacket> {
      for (const entry of waiting) if (queue?.entries.has(entry) === true) yield entry.packet;
    }
    return Readable.from(rest(), { highWaterMark: 1 });
  }

  /** The session is over. */
  drop(id: string): void {
    this.#bytes -= this.#queues.get(id)?.bytes ?? 0;
    this.#queues.delete(id);
  }

  #queueOf(id: string): Queue {
    let queue = this.#queues.get(id);
    if (queue === undefined) this.#queues.set(id, (queue = new Queue()));
    return queue;
  }

  #enqueue(id: string, packet: StoredPacket): void {
    const bytes = sizeOf(packet);
    const { messages, bytes: all } = this.#limits;
    const queue = this.#queues.get(id);
    const full =
      (queue?.entries.size ?? 0) >= messages ||
      (queue?.bytes ?? 0) + bytes > all * SHARE ||
      this.#bytes + bytes > all;
    if (full) return this.#leaveOut(`${id} ${packet.brokerCounter ?? 0}`);
    const entry = { packet: { ...packet, messageId: undefined }, bytes };
    this.#add(this.#queueOf(id), entry).byCounter.set(packet.brokerCounter ?? 0, entry);
  }

  #leaveOut(message: string): void {
    this.#leftOut.add(message);
    const [oldest] = this.#leftOut;
    if (this.#leftOut.size > REMEMBERED && oldest !== undefined) this.#leftOut.delete(oldest);
    this.#dropped();
  }

  #add(queue: Queue, entry: Entry): Queue {
    queue.entries.add(entry);
    queue.bytes += entry.bytes;
    this.#bytes += entry.bytes;
    return queue;
  }

  /** PUBREC came: the message gives way to its PUBREL. A retained message is sent without having been queued. */
  #release(id: string, pubrel: StoredPacket, messageId: number): void {
    const queue = this.#queueOf(id);
    const sent = queue.byId.get(messageId);
    const entry = sent ?? { packet: pubrel, bytes: 0 };
    const bytes = sizeOf(pubrel);
    queue.byCounter.delete(entry.packet.brokerCounter ?? 0);
    queue.bytes += bytes - entry.bytes;
    this.#bytes += bytes - entry.bytes;
    entry.bytes = bytes;
    entry.packet = { cmd: "pubrel", messageId };
    queue.entries.add(entry);
    queue.byId.set(messageId, entry);
  }

  #remove(id: string, queue: Queue, entry: Entry): void {
    const { messageId, brokerCounter } = entry.packet;
    queue.entries.delete(entry);
    if (messageId !== undefined) queue.byId.delete(messageId);
    if (brokerCounter !== undefined) queue.byCounter.delete(brokerCounter);
    queue.bytes -= entry.bytes;
    this.#bytes -= entry.bytes;
    if (queue.entries.size === 0) this.#queues.delete(id);
  }
}
