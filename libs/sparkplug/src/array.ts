/** The values of an array metric. Integers of 64 bits are exact; times are epoch milliseconds. */
export type ArrayValue = readonly number[] | readonly bigint[] | readonly boolean[] | readonly string[];

/** A packed form: bytes per element, and how one is read and written, little-endian. */
interface Packing {
  readonly size: number;
  readonly read: (view: DataView, at: number) => number | bigint;
  readonly write: (view: DataView, at: number, value: never) => void;
}

const int = (
  size: number,
  read: (view: DataView, at: number) => number,
  write: (view: DataView, at: number, value: number) => void,
): Packing => ({ size, read, write });

const long = (
  read: (view: DataView, at: number) => bigint,
  write: (view: DataView, at: number, value: bigint) => void,
): Packing => ({ size: 8, read, write });

const INT64 = long(
  (view, at) => view.getBigInt64(at, true),
  (view, at, value) => view.setBigInt64(at, value, true),
);

/** Source: Sparkplug 3.0.0, 6.4.16.5 to 6.4.16.14. */
const PACKINGS = {
  Int8Array: int(
    1,
    (v, at) => v.getInt8(at),
    (v, at, x) => v.setInt8(at, x),
  ),
  Int16Array: int(
    2,
    (v, at) => v.getInt16(at, true),
    (v, at, x) => v.setInt16(at, x, true),
  ),
  Int32Array: int(
    4,
    (v, at) => v.getInt32(at, true),
    (v, at, x) => v.setInt32(at, x, true),
  ),
  Int64Array: INT64,
  UInt8Array: int(
    1,
    (v, at) => v.getUint8(at),
    (v, at, x) => v.setUint8(at, x),
  ),
  UInt16Array: int(
    2,
    (v, at) => v.getUint16(at, true),
    (v, at, x) => v.setUint16(at, x, true),
  ),
  UInt32Array: int(
    4,
    (v, at) => v.getUint32(at, true),
    (v, at, x) => v.setUint32(at, x, true),
  ),
  UInt64Array: long(
    (view, at) => view.getBigUint64(at, true),
    (view, at, value) => view.setBigUint64(at, value, true),
  ),
  FloatArray: int(
    4,
    (v, at) => v.getFloat32(at, true),
    (v, at, x) => v.setFloat32(at, x, true),
  ),
  DoubleArray: int(
    8,
    (v, at) => v.getFloat64(at, true),
    (v, at, x) => v.setFloat64(at, x, true),
  ),
  DateTimeArray: INT64,
} as const satisfies Record<string, Packing>;

export type ArrayType = keyof typeof PACKINGS | "BooleanArray" | "StringArray";

export const isArrayType = (type: string): type is ArrayType =>
  type in PACKINGS || type === "BooleanArray" || type === "StringArray";

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The elements of a packed array, or undefined if the bytes are torn. */
export function unpackArray(type: ArrayType, bytes: Uint8Array): ArrayValue | undefined {
  if (type === "BooleanArray") return unpackBooleans(bytes);
  if (type === "StringArray") return unpackStrings(bytes);
  const { size, read } = PACKINGS[type];
  if (bytes.byteLength % size !== 0) return undefined;
  const view = viewOf(bytes);
  const values: (number | bigint)[] = [];
  for (let at = 0; at < bytes.byteLength; at += size) values.push(read(view, at));
  return values as ArrayValue;
}

export function packArray(type: ArrayType, values: ArrayValue): Uint8Array {
  if (type === "BooleanArray") return packBooleans(values as readonly boolean[]);
  if (type === "StringArray") return Buffer.from((values as readonly string[]).map((s) => `${s}\0`).join(""));
  const { size, write }: Packing = PACKINGS[type];
  const bytes = new Uint8Array(values.length * size);
  const view = viewOf(bytes);
  for (const [i, value] of values.entries()) write(view, i * size, value as never);
  return bytes;
}

/** A count of 32 bits, then eight to a byte, the first in the highest bit. */
function unpackBooleans(bytes: Uint8Array): readonly boolean[] | undefined {
  if (bytes.byteLength < 4) return undefined;
  const length = viewOf(bytes).getUint32(0, true);
  if (bytes.byteLength !== 4 + Math.ceil(length / 8)) return undefined;
  return Array.from({ length }, (_, i) => (((bytes[4 + (i >> 3)] ?? 0) >> (7 - (i & 7))) & 1) === 1);
}

function packBooleans(values: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(4 + Math.ceil(values.length / 8));
  viewOf(bytes).setUint32(0, values.length, true);
  for (const [i, value] of values.entries())
    if (value) bytes[4 + (i >> 3)] = (bytes[4 + (i >> 3)] ?? 0) | (0x80 >> (i & 7));
  return bytes;
}

/** UTF-8, each with a zero behind it. */
function unpackStrings(bytes: Uint8Array): readonly string[] | undefined {
  if (bytes.byteLength > 0 && bytes.at(-1) !== 0) return undefined;
  return Buffer.from(bytes).toString("utf8").split("\0").slice(0, -1);
}
