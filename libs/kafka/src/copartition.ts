import type { GroupPartitionsAssigner } from "@platformatic/kafka";

/**
 * Gives partition p of every topic to the same member: the key's partition is the unit of work, whatever topics it is spread
 * over.
 */
export const copartition: GroupPartitionsAssigner = (_current, members, topics, metadata) => {
  const ids = [...members.keys()];
  const partitions = Math.min(
    ...[...topics].map((topic) => metadata.topics.get(topic)?.partitionsCount ?? 0),
  );
  return [...shareOut(ids, partitions)].map(([memberId, own]) => ({
    memberId,
    assignments: new Map([...topics].map((topic) => [topic, { topic, partitions: own }])),
  }));
};

/**
 * Shares partitions out among members, as many to each as to any other or one more. When a member comes or goes, few partitions
 * move that need not: each goes to the member that ranks highest for it and has room (rendezvous hashing, with bounded loads).
 * The same whoever computes it, from the ids alone. Source: D. G. Thaler and C. V. Ravishankar, "Using Name-Based Mappings to
 * Increase Hit Rates", IEEE/ACM Transactions on Networking 6 (1998).
 */
export function shareOut(members: readonly string[], partitions: number): ReadonlyMap<string, number[]> {
  const least = Math.floor(partitions / members.length);
  let larger = partitions % members.length;
  const owned = new Map(members.map((member): [string, number[]] => [member, []]));
  const taken = new Set<number>();
  const pairs = members.flatMap((member) => {
    const seed = hash(member);
    return Array.from({ length: partitions }, (_, partition) => ({
      member,
      partition,
      rank: mix(seed ^ mix(partition + 1)),
    }));
  });
  pairs.sort((a, b) => b.rank - a.rank || a.partition - b.partition || (a.member < b.member ? -1 : 1));
  for (const { member, partition } of pairs) {
    const own = owned.get(member);
    if (own === undefined || taken.has(partition)) continue;
    if (own.length > least || (own.length === least && larger === 0)) continue;
    if (own.length === least) larger--;
    own.push(partition);
    taken.add(partition);
  }
  return owned;
}

/** 32-bit FNV-1a. Source: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text, "utf8")) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

/** The finalizer of MurmurHash3: neighbours become strangers. Source: A. Appleby, MurmurHash3 (public domain). */
function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
