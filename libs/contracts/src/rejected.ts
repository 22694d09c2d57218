import { Type, type Static } from "@sinclair/typebox";
import { cloudEventContract } from "./cloudevent.ts";

/** Why a message from a device could not be used. docs/errors.md lists the same. */
export const REJECTION_CODES = {
  "topic-unknown": "The topic does not fit the source's template.",
  "name-invalid": "A level of the topic is empty, too long, or has characters that ids may not have.",
  "payload-empty": "The payload has no bytes.",
  "payload-too-large": "The payload is larger than the source's limit.",
  "json-malformed": "The payload is not JSON.",
  "protobuf-malformed": "The payload is not one of Sparkplug B.",
  "node-unborn":
    "Data of an edge node or device whose birth was not seen, so that nobody knows what it is of. The node is asked for its births.",
  "alias-unknown": "The edge node's birth has no metric with this alias. The node is asked for its births.",
  "shape-invalid": "A field is missing or has the wrong type.",
  "mapping-failed": "The source's mapping, or that of the MES profile, fails for this payload.",
  "value-not-finite": "A value is NaN, infinite or too large for 32-bit floats.",
  "samples-too-many": "The block has more samples than the source's limit.",
  "rate-invalid": "The sampling rate is not a positive number the sensor could have.",
  "unit-unknown": "The unit is not one that Presage can convert for this quantity.",
  "assets-too-many":
    "There are as many assets that are not configured as there may be (`admission.assets`). Configure this one, if it is one.",
  "sensors-too-many": "The asset has as many sensors as it may have (`admission.sensors`).",
  "time-implausible": "The time is too far from now to be a clock error.",
} as const;

export type RejectionCode = keyof typeof REJECTION_CODES;

export const Rejection = Type.Object({
  code: Type.Unsafe<RejectionCode>({ enum: Object.keys(REJECTION_CODES), description: "reason, stable" }),
  reason: Type.String({ description: "reason, for people" }),
  topic: Type.String({ description: "MQTT topic it came on" }),
  size: Type.Integer({ minimum: 0, description: "bytes of the payload" }),
  bytes: Type.String({ contentEncoding: "base64", description: "the payload, its first 64 KiB" }),
});
export type Rejection = Static<typeof Rejection>;

export const rejected = cloudEventContract({
  topic: "rejected",
  title: "A message from a device that could not be used, and why.",
  type: "io.presage.rejected.v1",
  schema: Rejection,
  id: (m) => `${m.key}@${m.time}`,
  example: {
    key: "plant/site1/press/line2/motor7/vib-x",
    time: 1_700_000_000_000,
    value: {
      code: "json-malformed",
      reason: "The payload is not JSON.",
      topic: "plant/site1/press/line2/motor7/vib-x",
      size: 5,
      bytes: "aGVsbG8=",
    },
  },
});
