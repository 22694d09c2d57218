import { type KafkaOptions, settle } from "./options.ts";
import { Topics } from "./topics.ts";

/**
 * Makes those topics that are missing, so that services need no right to. Resolves with their names in Kafka; throws
 * `CONFIG_INVALID` if one is there with other partitions, `BROKER_REFUSED` and `BROKER_UNAVAILABLE`.
 */
export async function makeTopics(
  options: KafkaOptions,
  names: readonly string[],
): Promise<readonly string[]> {
  const topics = new Topics(settle(options));
  try {
    return await Promise.all(names.map((name) => topics.ensure(name)));
  } finally {
    await topics.close();
  }
}
