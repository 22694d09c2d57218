import type { IPublishPacket } from "mqtt-packet";

/** First byte of PUBLISH without its flags. */
const PUBLISH = 0x30;
const HIGHEST_LENGTH_BYTES = 4;

/** A whole packet: `bytes` from `start` to `end`, behind the fixed header from `body` on. */
export type OnFrame = (bytes: Buffer, start: number, body: number, end: number) => void;

/**
 * Cuts a stream of MQTT bytes into packets. A packet that announces more than it may have is refused before its bytes are gathered.
 * Framing: MQTT 5.0, 2.1 (one byte of type and flags, then the remaining length in up to four bytes of seven bits, least
 * significant first).
 */
export class Frames {
  readonly #maxBytes: number;
  readonly #onFrame: OnFrame;
  /** What came of the packet under way, and how long it is with all that came; 0 if that is not known yet. */
  #parts: Buffer[] = [];
  #held = 0;
  #awaited = 0;

  constructor(maxBytes: number, onFrame: OnFrame) {
    this.#maxBytes = maxBytes;
    this.#onFrame = onFrame;
  }

  /** False once a packet is longer than the limit or its length is malformed; the stream is then of no more use. */
  take(chunk: Buffer): boolean {
    this.#parts.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#awaited) return true;
    const bytes = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts);
    this.#awaited = 0;
    let at = 0;
    while (at < bytes.length) {
      let length = 0;
      let body = at + 1;
      let byte = 0x80;
      for (; byte >= 0x80 && body < bytes.length; body++) {
        if (body > at + HIGHEST_LENGTH_BYTES) return false;
        byte = bytes[body] ?? 0;
        length += (byte & 0x7f) << (7 * (body - at - 1));
      }
      if (byte >= 0x80) {
        if (body > at + HIGHEST_LENGTH_BYTES) return false;
        break;
      }
      const end = body + length;
      if (end - at > this.#maxBytes) return false;
      if (end > bytes.length) {
        this.#awaited = end - at;
        break;
      }
      this.#onFrame(bytes, at, body, end);
      at = end;
    }
    this.#parts = at < bytes.length ? [bytes.subarray(at)] : [];
    this.#held = bytes.length - at;
    return true;
  }
}

/**
 * PUBLISH without properties, which nearly all that comes is; undefined for any other packet, and for one that is malformed.
 * Source: MQTT 3.1.1 and 5.0, 3.3.
 */
export function plainPublish(
  bytes: Buffer,
  start: number,
  body: number,
  end: number,
  version: 4 | 5,
): IPublishPacket | undefined {
  const flags = bytes[start] ?? 0;
  const qos = (flags >> 1) & 3;
  if ((flags & 0xf0) !== PUBLISH || qos === 3 || end - body < 2) return undefined;
  const topicEnd = body + 2 + bytes.readUInt16BE(body);
  let at = topicEnd + (qos === 0 ? 0 : 2);
  if (at > end) return undefined;
  if (version === 5) {
    if (at === end || bytes[at] !== 0) return undefined;
    at++;
  }
  return {
    cmd: "publish",
    topic: bytes.toString("utf8", body + 2, topicEnd),
    payload: bytes.subarray(at, end),
    qos: qos as 0 | 1 | 2,
    dup: (flags & 0x08) !== 0,
    retain: (flags & 0x01) !== 0,
    ...(qos > 0 && { messageId: bytes.readUInt16BE(topicEnd) }),
  };
}
