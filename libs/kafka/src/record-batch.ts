import { crc32c } from "@platformatic/kafka";

/** A record as it goes into a batch. */
export interface Record {
  readonly key: string;
  /** Null deletes the key from a compacted topic. */
  readonly value: Uint8Array | null;
  readonly headers: readonly (readonly [name: string, value: Uint8Array])[];
}

/** Records of one partition, encoded up to what their producer says of itself. */
export interface Records {
  readonly bytes: Buffer;
  readonly count: number;
  /** Of all of them, epoch milliseconds. */
  readonly timestamp: number;
}

export interface BatchProducer {
  readonly id: bigint;
  readonly epoch: number;
  /** The number of the batch's first record among all of this producer in the partition. */
  readonly sequence: number;
  readonly transactional: boolean;
}

/** More than a varint of 32 bits takes. */
const VARINT = 5;
const MAGIC = 2;
const TRANSACTIONAL = 0b1_0000;
/** Bytes of a batch before its records, and those before the ones that its length counts. */
const HEAD = 61;
const UNCOUNTED = 12;
/** Where the checksum stands, and where what it is of begins. */
const CHECKSUM = 17;
const CHECKED = 21;

/**
 * Encodes records as Kafka's format 2 has them, in one buffer: of a message that passes through, this is most of what the log costs.
 * Source: Apache Kafka, message format (record: length, attributes, timestamp and offset deltas, key, value, headers).
 */
export function encodeRecords(records: readonly Record[], timestamp: number): Records {
  let most = 0;
  for (const record of records) most += mostBytes(record);
  const bytes = Buffer.allocUnsafe(most);
  let at = 0;
  for (let i = 0; i < records.length; i++) {
    const record = records[i] as Record;
    const { key, value, headers } = record;
    const keyBytes = byteLength(key);
    const body =
      2 + // attributes and timestamp delta
      varintBytes(i) +
      varintBytes(keyBytes) +
      keyBytes +
      (value === null ? 1 : varintBytes(value.length) + value.length) +
      headerBytes(headers);
    at = putVarint(bytes, at, body);
    bytes[at++] = 0;
    bytes[at++] = 0;
    at = putVarint(bytes, at, i);
    at = putText(bytes, at, key, keyBytes);
    if (value === null) at = putVarint(bytes, at, -1);
    else at = putBytes(bytes, at, value);
    at = putVarint(bytes, at, headers.length);
    for (const [name, content] of headers)
      at = putBytes(bytes, putText(bytes, at, name, byteLength(name)), content);
  }
  return { bytes: bytes.subarray(0, at), count: records.length, timestamp };
}

/** What stands before the records in their batch. Source: as above, record batch. */
export function batchHead({ bytes, count, timestamp }: Records, producer: BatchProducer): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeInt32BE(HEAD - UNCOUNTED + bytes.length, 8);
  head[16] = MAGIC;
  head.writeInt16BE(producer.transactional ? TRANSACTIONAL : 0, CHECKED);
  head.writeInt32BE(count - 1, 23);
  head.writeBigInt64BE(BigInt(timestamp), 27);
  head.writeBigInt64BE(BigInt(timestamp), 35);
  head.writeBigInt64BE(producer.id, 43);
  head.writeInt16BE(producer.epoch, 51);
  head.writeInt32BE(producer.sequence, 53);
  head.writeInt32BE(count, 57);
  head.writeUInt32BE(crc32c(Buffer.concat([head.subarray(CHECKED), bytes])), CHECKSUM);
  return head;
}

/** Sequence numbers go on at 0 behind the greatest of 32 bits. Source: Apache Kafka, DefaultRecordBatch.incrementSequence. */
export const nextSequence = (sequence: number, count: number): number => (sequence + count) % 2 ** 31;

/** Never less than the record's bytes. */
const mostBytes = ({ key, value, headers }: Record): number =>
  5 * VARINT +
  3 * key.length +
  (value?.length ?? 0) +
  headers.reduce((sum, [name, content]) => sum + 2 * VARINT + 3 * name.length + content.length, 0);

function headerBytes(headers: Record["headers"]): number {
  let sum = varintBytes(headers.length);
  for (const [name, content] of headers) {
    const nameBytes = byteLength(name);
    sum += varintBytes(nameBytes) + nameBytes + varintBytes(content.length) + content.length;
  }
  return sum;
}

/** Bytes of text in UTF-8; most names are ASCII and short. */
function byteLength(text: string): number {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return Buffer.byteLength(text);
  return text.length;
}

/** Bytes of a signed varint, which is zigzag encoded, of a number that is not negative. */
function varintBytes(value: number): number {
  let size = 1;
  for (let rest = value >>> 6; rest > 0; rest >>>= 7) size++;
  return size;
}

function putVarint(bytes: Buffer, start: number, value: number): number {
  let at = start;
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
  bytes[at++] = rest;
  return at;
}

function putBytes(bytes: Buffer, start: number, value: Uint8Array): number {
  const at = putVarint(bytes, start, value.length);
  bytes.set(value, at);
  return at + value.length;
}

function putText(bytes: Buffer, start: number, text: string, length: number): number {
  const at = putVarint(bytes, start, length);
  if (length === text.length) for (let i = 0; i < length; i++) bytes[at + i] = text.charCodeAt(i);
  else bytes.write(text, at, "utf8");
  return at + length;
}
