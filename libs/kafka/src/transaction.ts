import type { Consumer, Message } from "@platformatic/kafka";
import type { Commit } from "@presage/stream";
import { Batches } from "./batches.ts";
import { closeNow } from "./close.ts";
import { asked } from "./errors.ts";
import { LogProducer } from "./log-producer.ts";
import type { Settings } from "./options.ts";

/** What a commit needs to know of names. */
export interface Names {
  state(): Promise<string>;
  /** Names in Kafka of the topics of the port. */
  of(topic: string): Promise<string>;
}

/** One transactional producer: Kafka lets only the newest of an id commit. */
export class Transactions {
  readonly #settings: Settings;
  readonly #producer: LogProducer;
  readonly #partition: number;

  constructor(settings: Settings, group: string, partition: number) {
    this.#settings = settings;
    this.#partition = partition;
    this.#producer = new LogProducer(settings, `${settings.prefix}${group}.${partition}`);
  }

  /**
   * Ends what an earlier producer of this id had begun, and shuts it out. Offsets of it that reached the group after its transaction had been
   * ended would stay undecided for good (KIP-890, hanging transactions); the end of one more transaction of the id that has to do with the group decides them.
   */
  async fence(member: Consumer): Promise<void> {
    await asked("cannot take over the partition", async () => {
      // -1 asks for the id's next epoch; the client's default, 0, would claim to be a producer that never was.
      const transaction = await this.#producer.beginTransaction({ producerId: -1n, producerEpoch: -1 });
      await transaction.addConsumer(member);
      await transaction.abort();
    });
  }

  /**
   * All of the commit, or nothing. The offsets go with the group's generation and this member's id, so that a member
   * which the group has given up cannot commit even if nobody fenced it yet.
   */
  async commit(commit: Commit, member: Consumer, names: Names): Promise<void> {
    const batches = new Batches(this.#settings.partitions);
    for (const { topic, entries } of commit.outputs) batches.add(await names.of(topic), entries);
    if (commit.states.size > 0) {
      const [time, partition] = [Date.now(), this.#partition];
      const states = [...commit.states].map(([key, value]) => ({ key, time, value, partition }));
      batches.add(await names.state(), states, true);
    }

    await asked("cannot commit", async () => {
      const transaction = await this.#producer.beginTransaction();
      try {
        for (const messages of batches.parcels()) await transaction.send({ messages });
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
