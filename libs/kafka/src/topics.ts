import { Admin } from "@platformatic/kafka";
import { PresageError, retentionOf } from "@presage/contracts";
import { asked, hasApiId } from "./errors.ts";
import type { Settings } from "./options.ts";

const DAY_MS = 86_400_000;

/** Largest entry: a block of the most samples a source may let through, several times over. */
export const MAX_ENTRY_BYTES = 16 * 1024 * 1024;

/** Settings of a topic in Kafka, as `presage topics` makes it. */
export function topicConfig(topic: string): Readonly<Record<string, string>> {
  const { days, compact } = retentionOf(topic);
  const kept = compact
    ? {
        "cleanup.policy": "compact",
        // Small segments and an early start: the state is read whole on every assignment, so it must stay small.
        "segment.ms": "600000",
        "segment.bytes": "33554432",
        "min.cleanable.dirty.ratio": "0.2",
      }
    : { "retention.ms": String(days * DAY_MS) };
  return { ...kept, "max.message.bytes": String(MAX_ENTRY_BYTES) };
}

/** How often it is looked for the leaders of a topic's partitions, every 50 ms. */
const MOST_LOOKS = 60;

interface Place {
  readonly id: string;
  readonly partitionsCount: number;
  readonly leaders: readonly number[];
}

/** Finds topics when they are first used, makes those that are missing, and knows where their partitions are. */
export class Topics {
  readonly #settings: Settings;
  readonly #admin: Admin;
  readonly #known = new Map<string, Promise<string>>();

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#admin = new Admin(settings.base);
  }

  /**
   * The name in Kafka of a topic that is there, made if need be. Throws `CONFIG_INVALID` for one with other partitions,
   * `BROKER_REFUSED` if the user may not use it, or would have to make it and may not.
   */
  ensure(topic: string): Promise<string> {
    let name = this.#known.get(topic);
    if (name === undefined) {
      name = this.#find(topic);
      this.#known.set(topic, name);
      name.catch(() => this.#known.delete(topic));
    }
    return name;
  }

  /** Asks first: who may not make topics can use those that are there. */
  async #find(topic: string): Promise<string> {
    const { prefix, partitions } = this.#settings;
    const name = prefix + topic;
    const found = await asked(`cannot use the topic ${name}`, () => this.#look(name));
    if (found === undefined) await asked(`cannot make the topic ${name}`, () => this.#make(topic, name));
    const place = found ?? (await asked(`cannot use the topic ${name}`, () => this.#metadata(name)));
    if (place.partitionsCount !== partitions)
      throw new PresageError(
        "CONFIG_INVALID",
        `the topic ${name} has ${place.partitionsCount} partitions, not ${partitions}`,
      );
    return name;
  }

  async #make(topic: string, name: string): Promise<void> {
    const { partitions, replication } = this.#settings;
    const configs = Object.entries(topicConfig(topic)).map(([key, value]) => ({ name: key, value }));
    try {
      await this.#admin.createTopics({ topics: [name], partitions, replicas: replication, configs });
    } catch (error) {
      if (!hasApiId(error, "TOPIC_ALREADY_EXISTS")) throw error;
    }
  }

  /** A topic that all brokers know and whose partitions have leaders; undefined if there is none (yet). */
  async #look(name: string): Promise<Place | undefined> {
    try {
      const found = (await this.#admin.metadata({ topics: [name], forceUpdate: true })).topics.get(name);
      if (found === undefined || found.partitions.some((p) => p === undefined || p.leader < 0))
        return undefined;
      const { id, partitionsCount, partitions } = found;
      return { id, partitionsCount, leaders: partitions.map((p) => p.leader) };
    } catch (error) {
      if (isUnknown(error)) return undefined;
      throw error;
    }
  }

  /** A topic that was just made is known to all brokers only after a moment. */
  async #metadata(name: string): Promise<Place> {
    for (let attempt = 0; ; attempt++) {
      const place = await this.#look(name);
      if (place !== undefined) return place;
      if (attempt >= MOST_LOOKS)
        throw new PresageError("BROKER_UNAVAILABLE", `the topic ${name} has partitions without a leader`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Kafka's id of the topic, and the node that leads the partition now. */
  async locate(topic: string, partition: number): Promise<{ id: string; leader: number }> {
    const name = await this.ensure(topic);
    const { id, leaders } = await asked(`cannot find ${topic}/${partition}`, () => this.#metadata(name));
    return { id, leader: leaders[partition] ?? -1 };
  }

  async close(): Promise<void> {
    await this.#admin.close();
  }
}

/** Whether a topic is not known (yet); the client says so in its own way where Kafka's answer is merely empty. */
const isUnknown = (error: unknown): boolean =>
  hasApiId(error, "UNKNOWN_TOPIC_OR_PARTITION", "LEADER_NOT_AVAILABLE") ||
  (error as { code?: unknown } | null)?.code === "PLT_KFK_USER";
