import { ProduceAcks, type Producer, type Consumer, type Message } from "@platformatic/kafka";
import type { Commit } from "@presage/stream";
import { batches, type Record, toRecord } from "./batches.ts";
import { closeNow } from "./close.ts";
import { asked } from "./errors.ts";
import type { Settings } from "./options.ts";
import { TransactionalProducer } from "./transactional-producer.ts";

/** What a commit needs to know of names. */
export interface Names {
  state(): Promise<string>;
  /** Names in Kafka of the topics of the port. */
  of(topic: string): Promise<string>;
}

/** One transactional producer: Kafka lets only the newest of an id commit. */
export class Transactions {
  readonly #settings: Settings;
  readonly #producer: Producer;
  readonly #partition: number;

  constructor(settings: Settings, group: string, partition: number) {
    this.#settings = settings;
    this.#partition = partition;
    this.#producer = new TransactionalProducer({
      ...settings.base,
      acks: ProduceAcks.ALL,
      idempotent: true,
      transactionalId: `${settings.prefix}${group}.${partition}`,
    });
  }

  /** Ends what an earlier producer of this id had begun, and shuts it out. */
  async fence(): Promise<void> {
    await asked("cannot take over the partition", async () => {
      // -1 asks for the id's next epoch; the client's default, 0, would claim to be a producer that never was.
      const transaction = await this.#producer.beginTransaction({ producerId: -1n, producerEpoch: -1 });
      await transaction.cancel();
    });
  }

  /**
   * All of the commit, or nothing. The offsets go with the group's generation and this member's id, so that a member
   * which the group has given up cannot commit even if nobody fenced it yet.
   */
  async commit(commit: Commit, member: Consumer, names: Names): Promise<void> {
    const records: Record[] = [];
    for (const { topic, entries } of commit.outputs) {
      const name = await names.of(topic);
      for (const entry of entries) records.push(toRecord(name, entry, this.#settings.partitions, false));
    }
    const state = commit.states.size > 0 ? await names.state() : "";
    for (const [key, value] of commit.states)
      records.push(toRecord(state, { key, time: Date.now(), value, partition: this.#partition }, 0, true));

    await asked("cannot commit", async () => {
      const transaction = await this.#producer.beginTransaction();
      try {
        for (const messages of batches(records)) await transaction.send({ messages });
        await transaction.addConsumer(member);
        for (const [topic, next] of commit.offsets)
          await transaction.addOffset(consumed(await names.of(topic), this.#partition, next, member));
        await transaction.commit();
      } catch (error) {
        if (!transaction.completed) await transaction.abort().catch(() => undefined); // the first error tells more
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    await closeNow(this.#producer);
  }
}

/** The client commits behind a message; this is the one before the offset to read on from. */
function consumed(topic: string, partition: number, next: number, member: Consumer): Message {
  const { groupId, generationId, memberId, coordinatorId } = member;
  const consumer = { groupId, generationId, memberId, coordinatorId };
  return { topic, partition, offset: BigInt(next) - 1n, metadata: { consumer } } as unknown as Message;
}
