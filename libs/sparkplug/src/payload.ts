import { type DataType, dataTypeOf, DATA_TYPES } from "./data-type.ts";
import { fromWire, toWire, type WireMetric, type WireProperties, type WireValue } from "./proto.ts";
import {
  impliedType,
  type Scalar,
  scalarFrom,
  scalarTo,
  toBigInt,
  type Value,
  valueFrom,
  valueTo,
} from "./value.ts";

/** A property of a metric, such as its engineering unit. */
export interface Property {
  readonly type: DataType;
  /** Null where it is empty, or a set of properties of its own, which nothing here looks into. */
  readonly value: Scalar | null;
}

export type Properties = Readonly<Record<string, Property>>;

/** What a birth says of a metric, and what stays true of it until the next. */
export interface Definition {
  readonly name: string;
  readonly alias?: bigint;
  readonly type: DataType;
  readonly properties?: Properties;
}

/** A metric as it goes out. With an alias and no name in data, with both in a birth. */
export interface Metric {
  readonly name?: string;
  readonly alias?: bigint;
  /** Needed wherever there is a value, to know how it is written. */
  readonly type: DataType;
  /** Epoch milliseconds. */
  readonly timestamp?: number;
  readonly historical?: boolean;
  readonly transient?: boolean;
  readonly value: Value | null;
  readonly properties?: Properties;
}

export interface Payload {
  /** Epoch milliseconds. */
  readonly timestamp?: number;
  readonly seq?: number;
  readonly metrics: readonly Metric[];
}

/** A metric as it came. Its value needs a type, which in data is that of the birth. */
export interface ReceivedMetric {
  readonly name?: string;
  readonly alias?: bigint;
  readonly type?: DataType;
  readonly timestamp?: number;
  readonly historical: boolean;
  readonly transient: boolean;
  readonly isNull: boolean;
  readonly properties: Properties;
  /** The value read as this type, or undefined if it is not one. */
  readonly value: (type: DataType) => Value | undefined;
  /** What the value is taken for if nothing says what it is. */
  readonly implied: DataType | undefined;
}

export interface ReceivedPayload {
  readonly timestamp?: number;
  readonly seq?: number;
  readonly metrics: readonly ReceivedMetric[];
}

/** The payload of any Sparkplug B message but STATE, or undefined if the bytes are none. Never throws. */
export function decodePayload(bytes: Uint8Array): ReceivedPayload | undefined {
  try {
    const { timestamp, seq, metrics = [] } = fromWire(bytes);
    return {
      ...(timestamp !== undefined && { timestamp: Number(toBigInt(timestamp)) }),
      ...(seq !== undefined && { seq: Number(toBigInt(seq)) }),
      metrics: metrics.map(received),
    };
  } catch {
    return undefined;
  }
}

function received(wire: WireMetric): ReceivedMetric {
  const { name, alias, timestamp, datatype = 0, is_historical, is_transient, is_null } = wire;
  const type = dataTypeOf(datatype);
  return {
    ...(name !== undefined && { name }),
    ...(alias !== undefined && { alias: toBigInt(alias) }),
    ...(type !== undefined && { type }),
    ...(timestamp !== undefined && { timestamp: Number(toBigInt(timestamp)) }),
    historical: is_historical === true,
    transient: is_transient === true,
    isNull: is_null === true,
    properties: propertiesFrom(wire.properties ?? {}),
    value: (as) => valueFrom(as, wire),
    implied: impliedType(wire),
  };
}

/** Throws TypeError for a value that is not of its metric's type. */
export function encodePayload({ timestamp, seq, metrics }: Payload): Uint8Array {
  return toWire({
    ...(timestamp !== undefined && { timestamp }),
    ...(seq !== undefined && { seq }),
    metrics: metrics.map(sent),
  });
}

function sent({
  name,
  alias,
  type,
  timestamp,
  historical,
  transient,
  value,
  properties,
}: Metric): WireMetric {
  // Data by alias leaves out the type: the birth has said it.
  const isData = name === undefined;
  return {
    ...(name !== undefined && { name }),
    ...(alias !== undefined && { alias: alias.toString() }),
    ...(timestamp !== undefined && { timestamp }),
    ...(!isData && { datatype: DATA_TYPES[type] }),
    ...(historical === true && { is_historical: true }),
    ...(transient === true && { is_transient: true }),
    ...(properties !== undefined && { properties: propertiesTo(properties) }),
    ...(value === null ? { is_null: true } : (valueTo(type, value) satisfies WireValue)),
  };
}

function propertiesFrom({ keys = [], values = [] }: WireProperties): Properties {
  const entries = keys.flatMap((key, i): [string, Property][] => {
    const wire = values[i] ?? {};
    const type = dataTypeOf(wire.type ?? 0) ?? impliedType(wire);
    return type === undefined ? [] : [[key, { type, value: scalarFrom(type, wire) ?? null }]];
  });
  return Object.fromEntries(entries);
}

const propertiesTo = (properties: Properties): WireProperties => ({
  keys: Object.keys(properties),
  values: Object.values(properties).map(({ type, value }) => ({
    type: DATA_TYPES[type],
    ...(value === null ? { is_null: true } : scalarTo(type, value)),
  })),
});
