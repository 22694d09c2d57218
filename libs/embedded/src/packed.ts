import type { TraceContext } from "@presage/contracts";
import type { Entry } from "@presage/stream";

/** Values and what belongs to each, in a form that goes from one thread to another at once: the bytes are handed over, not copied. */
export interface Packed {
  readonly keys: readonly string[];
  readonly lengths: readonly number[];
  /** All values, one after another. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface PackedEntries extends Packed {
  readonly times: readonly number[];
  readonly partitions: readonly number[];
  /** Of the few that are traced, which they are. */
  readonly traces: readonly (readonly [index: number, trace: TraceContext])[];
}

/** One copy, since a value may be a part of a buffer that is used for more. */
export function pack(keys: readonly string[], values: readonly Uint8Array[]): Packed {
  const lengths = values.map(({ byteLength }) => byteLength);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const value of values) {
    bytes.set(value, at);
    at += value.byteLength;
  }
  return { keys, lengths, bytes };
}

export function* unpack({
  keys,
  lengths,
  bytes,
}: Packed): Generator<readonly [key: string, value: Uint8Array]> {
  let at = 0;
  for (const [i, key] of keys.entries()) {
    const end = at + (lengths[i] ?? 0);
    yield [key, bytes.subarray(at, end)];
    at = end;
  }
}

export const packEntries = (entries: readonly Placed[]): PackedEntries => ({
  ...pack(
    entries.map(({ key }) => key),
    entries.map(({ value }) => value),
  ),
  times: entries.map(({ time }) => time),
  partitions: entries.map(({ partition }) => partition),
  traces: entries.flatMap(({ trace }, i) => (trace === undefined ? [] : [[i, trace] as const])),
});

export function unpackEntries(packed: PackedEntries): Placed[] {
  const entries: Placed[] = [];
  for (const [key, value] of unpack(packed)) {
    const i = entries.length;
    entries.push({ key, value, time: packed.times[i] ?? 0, partition: packed.partitions[i] ?? 0 });
  }
  for (const [i, trace] of packed.traces) {
    const entry = entries[i];
    if (entry !== undefined) entries[i] = { ...entry, trace };
  }
  return entries;
}

/** An entry of which it is decided where it goes. */
export type Placed = Entry & { readonly partition: number };
