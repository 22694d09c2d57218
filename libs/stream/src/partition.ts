/**
 * The partition of a key: 32-bit FNV-1a of its UTF-8 bytes, modulo the number of partitions.
 * One function for every broker, so that an asset has the same number wherever the log is.
 * Source: http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function partitionOf(key: string, partitions: number): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(key)) {
    hash ^= byte;
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash % partitions;
}
