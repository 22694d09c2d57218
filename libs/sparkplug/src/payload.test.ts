import { readFileSync } from "node:fs";
import { skipWithout, tahu } from "@presage/testbed";
import { describe, expect, it } from "vitest";
import { DATA_TYPES, type DataType } from "./data-type.ts";
import { holdings } from "./holdings.testkit.ts";
import { decodePayload, encodePayload, type Metric, type ReceivedPayload } from "./payload.ts";
import type { Value } from "./value.ts";

interface Recorded {
  readonly bytes: string;
  readonly holds: unknown;
}

/** Encoded by Eclipse Tahu 1.0.7; see tahu/README.md. */
const recorded = JSON.parse(
  readFileSync(new URL("./tahu/payloads.json", import.meta.url), "utf8"),
) as Readonly<Record<"scalars" | "arrays" | "complex" | "data", Recorded>>;

function decode(bytes: Uint8Array): ReceivedPayload {
  const payload = decodePayload(bytes);
  if (payload === undefined) throw new Error("malformed");
  return payload;
}

const bytesOf = ({ bytes }: Recorded): Uint8Array => Buffer.from(bytes, "base64");

/** What was received, to be sent again. */
const again = ({ timestamp, seq, metrics }: ReceivedPayload): Uint8Array =>
  encodePayload({
    ...(timestamp !== undefined && { timestamp }),
    ...(seq !== undefined && { seq }),
    metrics: metrics.map((metric): Metric => {
      const { value: read, isNull, implied: _, type = "String", ...rest } = metric;
      return { ...rest, type, value: isNull ? null : (read(type) ?? null) };
    }),
  });

describe("a payload encoded by Eclipse Tahu", () => {
  it.each(["scalars", "arrays", "complex"] as const)("of %s is read as Tahu reads it", (name) => {
    expect(holdings(decode(bytesOf(recorded[name])))).toEqual(recorded[name].holds);
  });

  it("of data without name and type is read once the birth has said what it is", () => {
    const [metric] = decode(bytesOf(recorded.data)).metrics;
    expect(metric).toMatchObject({ alias: 9n, timestamp: 1_700_000_000_000 });
    expect(metric).not.toHaveProperty("name");
    expect(metric).not.toHaveProperty("type");
    expect(metric?.value("Float")).toBe(72.5);
    expect(metric?.value("Int32")).toBeUndefined();
  });

  it.skipIf(skipWithout("tahu"))("and by us again is the same to Tahu", () => {
    const names = ["scalars", "arrays", "complex"] as const;
    const ours = names.map((name) => again(decode(bytesOf(recorded[name]))));
    const held = tahu(ours).map(({ holds }) => holds);
    expect(held).toEqual(names.map((name) => recorded[name].holds));
  });
});

const EXAMPLES: Readonly<Partial<Record<DataType, Value>>> = {
  Int8: -128,
  Int16: -32_768,
  Int32: -2_147_483_648,
  Int64: -(2n ** 63n),
  UInt8: 255,
  UInt16: 65_535,
  UInt32: 4_294_967_295,
  UInt64: 2n ** 64n - 1n,
  Float: 0.5,
  Double: 0.1,
  Boolean: false,
  String: "",
  DateTime: 1_700_000_000_000n,
  Text: "Ω",
  UUID: "123e4567-e89b-12d3-a456-426614174000",
  Bytes: Uint8Array.of(0, 255),
  File: Uint8Array.of(1),
  DataSet: {
    columns: ["a", "b"],
    types: ["Int64", "String"],
    rows: [
      [-1n, "x"],
      [null, null],
    ],
  },
  Template: { template: { version: "1", template_ref: "T", is_definition: false } },
  Int8Array: [-128, 127],
  Int16Array: [-32_768, 32_767],
  Int32Array: [-2_147_483_648, 2_147_483_647],
  Int64Array: [-(2n ** 63n), 2n ** 63n - 1n],
  UInt8Array: [0, 255],
  UInt16Array: [0, 65_535],
  UInt32Array: [0, 4_294_967_295],
  UInt64Array: [0n, 2n ** 64n - 1n],
  FloatArray: [0.5, -1],
  DoubleArray: [0.1, 1e300],
  BooleanArray: [true, false, false, false, false, false, false, true, true],
  StringArray: ["a", "", "Ω"],
  DateTimeArray: [0n, 1_700_000_000_000n],
};

describe("a payload", () => {
  const types = Object.keys(DATA_TYPES).filter((type) => !type.startsWith("PropertySet")) as DataType[];

  it.each(types)("carries %s there and back", (type) => {
    const value = EXAMPLES[type] ?? null;
    const payload = encodePayload({ metrics: [{ name: "m", type, value }] });
    const [metric] = decode(payload).metrics;
    expect(metric?.type).toBe(type);
    expect(metric?.value(type)).toEqual(value instanceof Uint8Array ? Buffer.from(value) : value);
  });

  it("keeps aliases of 64 bits apart", () => {
    const aliases = [2n ** 64n - 1n, 2n ** 64n - 2n];
    const metrics = aliases.map((alias): Metric => ({ alias, type: "Boolean", value: true }));
    expect(decode(encodePayload({ metrics })).metrics.map((m) => m.alias)).toEqual(aliases);
  });

  it("packs booleans as the specification's example does", () => {
    // Sparkplug 3.0.0, 6.4.16.12: 12 booleans are 0x34D0 behind their count.
    const bits = [0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1].map((bit) => bit === 1);
    const bytes = encodePayload({ metrics: [{ name: "m", type: "BooleanArray", value: bits }] });
    expect(Buffer.from(bytes).toString("hex")).toContain("0c00000034d0");
  });

  it("does not write a value of another type than its metric's", () => {
    expect(() => encodePayload({ metrics: [{ name: "m", type: "Float", value: "no" }] })).toThrow(TypeError);
  });

  it("with a value that is not of its type, or a torn array, has no such value", () => {
    const torn = encodePayload({ metrics: [{ name: "m", type: "Bytes", value: Uint8Array.of(1, 2, 3) }] });
    const [metric] = decode(torn).metrics;
    for (const type of ["FloatArray", "BooleanArray", "StringArray", "Float", "DataSet"] as const)
      expect(metric?.value(type)).toBeUndefined();
  });
});

/** Numbers that look random and are the same each time: xorshift32, Marsaglia 2003. */
function* xorshift(seed: number): Generator<number, never> {
  for (let x = seed; ;) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    yield x >>> 0;
  }
}

describe("bytes that are no payload", () => {
  const whole = Object.values(recorded).map(bytesOf);
  const read = (bytes: Uint8Array): void => {
    const payload = decodePayload(bytes);
    for (const metric of payload?.metrics ?? [])
      for (const type of [metric.type, metric.implied, ...(Object.keys(DATA_TYPES) as DataType[])])
        if (type !== undefined) metric.value(type);
  };

  it("never throw, wherever a payload is cut off", () => {
    for (const bytes of whole)
      for (let length = 0; length < bytes.length; length++) read(bytes.subarray(0, length));
    expect(decodePayload(Uint8Array.of(0x0a, 0xff))).toBeUndefined();
  });

  it("never throw, whatever bits are turned", () => {
    const random = xorshift(1);
    for (let round = 0; round < 5_000; round++) {
      const bytes = Uint8Array.from(whole[round % whole.length] ?? []);
      for (let turned = 0; turned <= round % 4; turned++) {
        const at = random.next().value % bytes.length;
        bytes[at] = random.next().value & 0xff;
      }
      read(bytes);
    }
  });

  it("never throw, if they are nothing but chance, or nested without end", () => {
    const random = xorshift(2);
    for (let round = 0; round < 5_000; round++)
      read(Uint8Array.from({ length: random.next().value % 64 }, () => random.next().value & 0xff));
    let nested: Buffer = Buffer.alloc(0);
    const wrap = (tag: readonly number[], inner: Buffer): Buffer => {
      const length: number[] = [];
      for (let rest = inner.length; ; rest = Math.floor(rest / 128)) {
        length.push(rest < 128 ? rest : (rest % 128) | 0x80);
        if (rest < 128) break;
      }
      return Buffer.concat([Buffer.from([...tag, ...length]), inner]);
    };
    // Metric.template_value (18) and Template.metrics (2), 2,000 deep.
    for (let depth = 0; depth < 2_000; depth++) nested = wrap([0x12], wrap([0x92, 0x01], nested));
    read(nested);
  });
});
