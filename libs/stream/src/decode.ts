import { type Contract, hasCode, type Message, type PresageError } from "@presage/contracts";
import type { StoredEntry } from "./broker.ts";

/** An entry that is not of its topic's contract. */
export interface Malformed {
  readonly entry: StoredEntry;
  readonly error: PresageError;
}

/** The message of an entry; undefined, and told to `pass`, if the entry is not of the contract. */
export function decodeEntry<V>(
  contract: Contract<V>,
  entry: StoredEntry,
  pass: (malformed: Malformed) => void,
): Message<V> | undefined {
  try {
    return contract.decode(entry.key, entry.time, entry.value);
  } catch (error) {
    if (!hasCode(error, "MESSAGE_MALFORMED")) throw error;
    pass({ entry, error });
    return undefined;
  }
}

/** The messages among the entries of a contract's topic, in order; what is not of the contract is told to `pass`, where each came from to `found`. */
export function decodeAll<V>(
  contract: Contract<V>,
  entries: readonly StoredEntry[],
  pass: (malformed: Malformed) => void,
  found?: (message: Message<V>, entry: StoredEntry) => void,
): Message<V>[] {
  const messages: Message<V>[] = [];
  for (const entry of entries) {
    const message = entry.topic === contract.topic ? decodeEntry(contract, entry, pass) : undefined;
    if (message === undefined) continue;
    messages.push(message);
    found?.(message, entry);
  }
  return messages;
}
