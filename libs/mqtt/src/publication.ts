import type { TraceContext } from "@presage/contracts";

export interface Publication {
  readonly topic: string;
  readonly payload: Uint8Array | string;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  /** Goes along as user properties where the connection is MQTT 5. */
  readonly trace?: TraceContext;
}

export const toBuffer = (payload: Uint8Array | string): Buffer =>
  typeof payload === "string"
    ? Buffer.from(payload)
    : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);

/** A broker would break the connection over such a topic, again and again. Throws RangeError. */
export function checkTopic(topic: string): void {
  if (topic === "" || /[+#\0]/.test(topic) || Buffer.byteLength(topic) > 65_535)
    throw new RangeError(`${JSON.stringify(topic)} cannot be the topic of a message`);
}
