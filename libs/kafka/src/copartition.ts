import type { GroupPartitionsAssigner } from "@platformatic/kafka";

/**
 * Gives partition p of every topic to the same member, members in the order of their ids, in turn: the key's partition is
 * the unit of work, whatever topics it is spread over.
 */
export const copartition: GroupPartitionsAssigner = (_current, members, topics, metadata) => {
  const ids = [...members.keys()].toSorted();
  const partitions = Math.min(
    ...[...topics].map((topic) => metadata.topics.get(topic)?.partitionsCount ?? 0),
  );
  return ids.map((memberId, turn) => {
    const own = Array.from({ length: partitions }, (_, p) => p).filter((p) => p % ids.length === turn);
    return {
      memberId,
      assignments: new Map([...topics].map((topic) => [topic, { topic, partitions: own }])),
    };
  });
};
