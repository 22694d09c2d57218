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

/** The messages among the entries of a contract's topic, in order; what is not of the contract is told to `pass`. */
export function decodeAll<V>(
  contract: Contract<V>,
  entries: readonly StoredEntry[],
  pass: (malformed: Malformed) => void,
): Message<V>[] {
  return entries
    .filter(({ topic }) => topic === contract.topic)
    .map((entry) => decodeEntry(contract, entry, pass))
    .filter((message) => message !== undefined);
}
