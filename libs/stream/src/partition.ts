/**
 * The partition of a key: 32-bit FNV-1a of its UTF-8 bytes, modulo the number of partitions.
 * One function for every broker, so that an asset has the same number wherever the log is.
 * Source: http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function partitionOf(key: string, partitions: number): number {
  let hash = BASIS;
  // Nearly every key is ASCII, which is its own UTF-8.
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    if (code > 0x7f) return hashOf(UTF8.encode(key)) % partitions;
    hash = Math.imul(hash ^ code, PRIME);
  }
  return (hash >>> 0) % partitions;
}

const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;
const UTF8 = new TextEncoder();

function hashOf(bytes: Uint8Array): number {
  let hash = BASIS;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, PRIME);
  return hash >>> 0;
}
