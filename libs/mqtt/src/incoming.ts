import { traceContext, type TraceContext } from "@presage/contracts";
import type { IPublishPacket } from "mqtt-packet";
import type { Delivery } from "./delivery.ts";

/** A delivery and what it takes to acknowledge and to account for it. */
export interface Incoming extends Delivery {
  /** 0 for QoS 0. */
  readonly packetId: number;
  /** What it holds of memory, about. */
  readonly bytes: number;
}

/** About what a delivery costs beside its payload and topic. */
const OVERHEAD_BYTES = 200;

/** First bytes of the packets that answer a delivery. */
export const PUBACK = 0x40;
export const PUBREC = 0x50;
export const PUBCOMP = 0x70;

export function incoming(packet: IPublishPacket, receivedAt: number): Incoming {
  const { topic, qos, retain, dup, messageId } = packet;
  const payload = packet.payload as Buffer;
  const trace = traceOf(packet);
  const message = {
    topic,
    payload,
    qos,
    retain,
    duplicate: dup,
    receivedAt,
    packetId: messageId ?? 0,
    bytes: payload.length + topic.length + OVERHEAD_BYTES,
  };
  return trace === undefined ? message : { ...message, trace };
}

function traceOf({ properties }: IPublishPacket): TraceContext | undefined {
  const said = properties?.userProperties;
  return said && traceContext(said["traceparent"], said["tracestate"]);
}

/** PUBACK, PUBREC or PUBCOMP that says yes; MQTT 5 may leave out reason code and properties then. */
export const reply = (type: number, packetId: number): Uint8Array =>
  Uint8Array.of(type, 2, packetId >> 8, packetId & 0xff);

/** PUBACK or PUBREC of each message, in one buffer. */
export function replies(messages: readonly Incoming[]): Uint8Array {
  const bytes = Buffer.allocUnsafe(4 * messages.length);
  let length = 0;
  for (const { qos, packetId } of messages) {
    if (qos === 0) continue;
    bytes[length] = qos === 1 ? PUBACK : PUBREC;
    bytes[length + 1] = 2;
    length = bytes.writeUInt16BE(packetId, length + 2);
  }
  return bytes.subarray(0, length);
}
