import { type ArrayValue, isArrayType, packArray, unpackArray } from "./array.ts";
import { type DataType, dataTypeOf, DATA_TYPES } from "./data-type.ts";
import type { Wire64, WireDataSet, WireScalar, WireTemplate, WireValue } from "./proto.ts";

/** One value of a metric, property or cell. Integers of 64 bits are bigint; DateTime is too, epoch milliseconds. */
export type Scalar = number | bigint | boolean | string;

export interface DataSet {
  readonly columns: readonly string[];
  readonly types: readonly DataType[];
  /** By row; null where a cell is empty. */
  readonly rows: readonly (readonly (Scalar | null)[])[];
}

/** A template is passed on as it is on the wire: nothing here looks into it. */
export interface Template {
  readonly template: WireTemplate;
}

export type Value = Scalar | ArrayValue | Uint8Array | DataSet | Template;

const SIGNED: Readonly<Partial<Record<DataType, number>>> = { Int8: 8, Int16: 16, Int32: 32, Int64: 64 };
const UNSIGNED: Readonly<Partial<Record<DataType, number>>> = {
  UInt8: 8,
  UInt16: 16,
  UInt32: 32,
  UInt64: 64,
};
const TEXTS: ReadonlySet<DataType> = new Set(["String", "Text", "UUID"]);

export const toBigInt = (wire: Wire64): bigint => BigInt(wire.toString());

/** The number in whichever field it is: implementations differ in where they put 32-bit integers. */
const wholeOf = (wire: WireScalar): bigint | undefined =>
  wire.int_value !== undefined
    ? BigInt(wire.int_value)
    : wire.long_value === undefined
      ? undefined
      : toBigInt(wire.long_value);

/** A scalar of a type, or undefined if the wire does not hold one. */
export function scalarFrom(type: DataType, wire: WireScalar): Scalar | undefined {
  const bits = SIGNED[type] ?? UNSIGNED[type];
  if (bits !== undefined) {
    const whole = wholeOf(wire);
    if (whole === undefined) return undefined;
    const fitting = SIGNED[type] === undefined ? BigInt.asUintN(bits, whole) : BigInt.asIntN(bits, whole);
    return bits === 64 ? fitting : Number(fitting);
  }
  if (type === "DateTime") return wholeOf(wire);
  if (type === "Float" || type === "Double") return wire.float_value ?? wire.double_value;
  if (type === "Boolean") return wire.boolean_value;
  return TEXTS.has(type) ? wire.string_value : undefined;
}

/** Throws TypeError for a value that is not of the type. */
export function scalarTo(type: DataType, value: Scalar): WireScalar {
  const bits = SIGNED[type] ?? UNSIGNED[type];
  if (bits !== undefined && (typeof value === "number" || typeof value === "bigint")) {
    const whole = BigInt(value);
    return bits === 64
      ? { long_value: BigInt.asUintN(64, whole).toString() }
      : { int_value: Number(BigInt.asUintN(32, whole)) };
  }
  if (type === "DateTime" && typeof value !== "boolean" && typeof value !== "string")
    return { long_value: BigInt.asUintN(64, BigInt(value)).toString() };
  if (type === "Float" && typeof value === "number") return { float_value: value };
  if (type === "Double" && typeof value === "number") return { double_value: value };
  if (type === "Boolean" && typeof value === "boolean") return { boolean_value: value };
  if (TEXTS.has(type) && typeof value === "string") return { string_value: value };
  throw new TypeError(`${typeof value} is no ${type}`);
}

/** The type that a value without a declared one is taken for. */
export function impliedType(wire: WireValue): DataType | undefined {
  if (wire.int_value !== undefined) return "UInt32";
  if (wire.long_value !== undefined) return "UInt64";
  if (wire.float_value !== undefined) return "Float";
  if (wire.double_value !== undefined) return "Double";
  if (wire.boolean_value !== undefined) return "Boolean";
  if (wire.string_value !== undefined) return "String";
  if (wire.dataset_value !== undefined) return "DataSet";
  if (wire.template_value !== undefined) return "Template";
  return wire.bytes_value === undefined ? undefined : "Bytes";
}

/** A metric's value, or undefined if the wire does not hold one of that type. */
export function valueFrom(type: DataType, wire: WireValue): Value | undefined {
  if (isArrayType(type)) return wire.bytes_value && unpackArray(type, wire.bytes_value);
  if (type === "Bytes" || type === "File") return wire.bytes_value;
  if (type === "DataSet") return wire.dataset_value && dataSetFrom(wire.dataset_value);
  if (type === "Template") return wire.template_value && { template: wire.template_value };
  return scalarFrom(type, wire);
}

/** Throws TypeError for a value that is not of the type. */
export function valueTo(type: DataType, value: Value): WireValue {
  if (isArrayType(type) && Array.isArray(value)) return { bytes_value: packArray(type, value as ArrayValue) };
  if ((type === "Bytes" || type === "File") && value instanceof Uint8Array) return { bytes_value: value };
  if (type === "DataSet" && isDataSet(value)) return { dataset_value: dataSetTo(value) };
  if (type === "Template" && typeof value === "object" && "template" in value)
    return { template_value: value.template };
  return scalarTo(type, value as Scalar);
}

export const isDataSet = (value: Value): value is DataSet => typeof value === "object" && "rows" in value;

/** A data set whose columns, types and rows fit together, or undefined. */
function dataSetFrom({ columns = [], types = [], rows = [] }: WireDataSet): DataSet | undefined {
  const named = types.flatMap((number) => dataTypeOf(number) ?? []);
  if (named.length !== types.length || columns.length !== types.length) return undefined;
  if (rows.some(({ elements = [] }) => elements.length !== columns.length)) return undefined;
  const cells = rows.map(({ elements = [] }) =>
    elements.map((cell, i) => scalarFrom(named[i] ?? "String", cell) ?? null),
  );
  return { columns, types: named, rows: cells };
}

const dataSetTo = ({ columns, types, rows }: DataSet): WireDataSet => ({
  num_of_columns: columns.length,
  columns: [...columns],
  types: types.map((type) => DATA_TYPES[type]),
  rows: rows.map((row) => ({
    elements: row.map((cell, i) => (cell === null ? {} : scalarTo(types[i] ?? "String", cell))),
  })),
});
