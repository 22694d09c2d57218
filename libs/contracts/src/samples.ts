import protobuf from "protobufjs";
import { PresageError } from "./errors.ts";
import type { Contract } from "./message.ts";

/** What a sensor measures, in the terms of the feature families. */
export type Quantity = "acceleration" | "temperature" | "scalar";

/** Samples of one sensor, as they came from the device. The message's time is the block's start. */
export interface SampleBlock {
  /** Sensor id within the asset, for example `vib-x`; one axis is one sensor. */
  readonly sensor: string;
  readonly quantity: Quantity;
  /** UCUM code: `g`, `Cel`, `A`, … Already converted: acceleration is in g, temperature in Cel. */
  readonly unit: string;
  /** Sampling rate in Hz; 0 for a single value. */
  readonly rate: number;
  readonly values: Float32Array;
  /** When the bridge received it, epoch milliseconds. */
  readonly received: number;
  /** True if the device's clock was off and the bridge's time was taken instead. */
  readonly clockSkewed: boolean;
  /** The device's own number of the message: counts up by one on the sensor's topic. */
  readonly seq?: number;
  /** Name of the source that took it in. */
  readonly source?: string;
  /** MQTT quality of service it came with. */
  readonly qos?: 0 | 1 | 2;
  /** The start by the device's own clock, epoch milliseconds; missing if the device did not say one. */
  readonly deviceTime?: number;
}

const QUANTITIES: readonly Quantity[] = ["acceleration", "temperature", "scalar"];

/** The wire format; docs/topics.md shows it to consumers in other languages. */
export const SAMPLES_PROTO = `syntax = "proto3";
package presage;

message SampleBlock {
  string sensor = 1;
  uint32 quantity = 2;       // 0 acceleration, 1 temperature, 2 scalar
  string unit = 3;           // UCUM
  double rate = 4;           // Hz; 0 for a single value
  bytes values = 5;          // float32, little-endian
  double received = 6;       // epoch milliseconds
  bool clock_skewed = 7;
  optional double seq = 8;         // the device's own number of the message, a whole number
  optional string source = 9;      // name of the source that took it in
  optional uint32 qos = 10;        // MQTT quality of service it came with
  optional double device_time = 11; // start by the device's clock, epoch milliseconds
}
`;

const type = protobuf.parse(SAMPLES_PROTO, { keepCase: true }).root.lookupType("presage.SampleBlock");
/** Kept, since a new one would grow to a block's size twice over with each block. */
const writer = protobuf.Writer.create();

interface Wire {
  sensor: string;
  quantity: number;
  unit: string;
  rate: number;
  values: Uint8Array;
  received: number;
  clock_skewed: boolean;
  /** Null, or undefined in what is encoded, where the field is not there. */
  seq: number | null | undefined;
  source: string | null | undefined;
  qos: number | null | undefined;
  device_time: number | null | undefined;
}

export const samples: Contract<SampleBlock> = {
  topic: "samples",
  title: "A block of samples of one sensor, as it came from the device.",
  schema: { contentMediaType: "application/x-protobuf", description: SAMPLES_PROTO },
  example: {
    key: "site1/press/line2/motor7",
    time: 1_700_000_000_000,
    value: {
      sensor: "vib-x",
      quantity: "acceleration",
      unit: "g",
      rate: 25_600,
      values: Float32Array.of(0.25, -0.5),
      received: 1_700_000_000_120,
      clockSkewed: false,
      seq: 4711,
      source: "plant",
      qos: 1,
      deviceTime: 1_700_000_000_000,
    },
  },
  encode({ value: b }) {
    const wire: Wire = {
      sensor: b.sensor,
      quantity: QUANTITIES.indexOf(b.quantity),
      unit: b.unit,
      rate: b.rate,
      values: new Uint8Array(b.values.buffer, b.values.byteOffset, b.values.byteLength),
      received: b.received,
      clock_skewed: b.clockSkewed,
      seq: b.seq,
      source: b.source,
      qos: b.qos,
      device_time: b.deviceTime,
    };
    return type.encode(wire, writer.reset()).finish();
  },
  decode(key, time, bytes) {
    let wire: Wire;
    try {
      wire = type.decode(bytes) as unknown as Wire;
    } catch (cause) {
      throw new PresageError(
        "MESSAGE_MALFORMED",
        "a message of samples is not a Protobuf SampleBlock",
        cause,
      );
    }
    const quantity = QUANTITIES[wire.quantity];
    if (quantity === undefined || wire.values.byteLength % 4 !== 0)
      throw new PresageError("MESSAGE_MALFORMED", "a SampleBlock has an unknown quantity or a torn sample");
    // Copied: a view would need 4-byte alignment and would keep the whole fetched batch alive.
    const values = new Float32Array(new Uint8Array(wire.values).buffer);
    const value: Decoded = {
      sensor: wire.sensor,
      quantity,
      unit: wire.unit,
      rate: wire.rate,
      values,
      received: wire.received,
      clockSkewed: wire.clock_skewed,
    };
    const { seq, source, qos, device_time: deviceTime } = wire;
    if (isThere(seq)) value.seq = seq;
    if (isThere(source)) value.source = source;
    if (qos === 0 || qos === 1 || qos === 2) value.qos = qos;
    if (isThere(deviceTime)) value.deviceTime = deviceTime;
    return { key, time, value };
  },
};

/** Written member by member: every message of a plant comes through here. */
type Decoded = { -readonly [K in keyof SampleBlock]: SampleBlock[K] };

const isThere = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;
