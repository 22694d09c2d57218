import type { Broker, Claim, Entry, StoredEntry } from "./broker.ts";
import { partitionOf } from "./partition.ts";

export const SUITE_PARTITIONS = 4;

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (value: Uint8Array): string => new TextDecoder().decode(value);
export const entry = (key: string, value: string, time = 1_700_000_000_000): Entry => ({
  key,
  time,
  value: bytes(value),
});
export const offsets = (topic: string, offset: number): ReadonlyMap<string, number> =>
  new Map([[topic, offset]]);
export const NOTHING = { outputs: [], states: new Map<string, Uint8Array>() };

/** A key that falls into the partition. */
export function keyIn(partition: number): string {
  for (let i = 0; ; i++) if (partitionOf(`asset-${i}`, SUITE_PARTITIONS) === partition) return `asset-${i}`;
}

export async function readAll(broker: Broker, topic: string, partition: number): Promise<StoredEntry[]> {
  const all: StoredEntry[] = [];
  for (;;) {
    const page = await broker.read(topic, partition, (all.at(-1)?.offset ?? -1) + 1);
    if (page.length === 0) return all;
    all.push(...page);
  }
}

export async function pollAll(claim: Claim, count: number): Promise<StoredEntry[]> {
  const all: StoredEntry[] = [];
  while (all.length < count) all.push(...(await claim.poll()));
  return all;
}
