import type { Packet } from "mqtt-packet";
import { checkTopic, type Publication, toBuffer } from "./publication.ts";
import { refusal } from "./refusal.ts";

/** What a source says on its own connection; QoS 2 is what a sink is for. */
export type Remark = Publication & { readonly qos: 0 | 1 };

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** SUBSCRIBE takes 1. */
const FIRST_ID = 2;
const LAST_ID = 65_535;

/** Messages that go out on a source's connection, until the broker has acknowledged them. */
export class Outgoing {
  readonly #send: (packet: Packet) => void;
  readonly #waiting = new Map<number, Waiting>();
  #id = FIRST_ID;

  constructor(send: (packet: Packet) => void) {
    this.#send = send;
  }

  /** Resolves when the broker has the message (QoS 0: when it is written); rejects when the connection ends before. */
  async publish({ topic, payload, qos, retain }: Remark): Promise<void> {
    checkTopic(topic);
    const packet = { cmd: "publish", topic, payload: toBuffer(payload), retain, dup: false } as const;
    if (qos === 0) return this.#send({ ...packet, qos });
    const messageId = this.#id;
    this.#id = messageId === LAST_ID ? FIRST_ID : messageId + 1;
    await new Promise<void>((resolve, reject) => {
      this.#waiting.set(messageId, { resolve, reject });
      this.#send({ ...packet, qos, messageId });
    });
  }

  /** PUBACK came. */
  acknowledged(messageId: number, code: number): void {
    const waiting = this.#waiting.get(messageId);
    this.#waiting.delete(messageId);
    if (code < 0x80) waiting?.resolve();
    else waiting?.reject(refusal("the broker refuses a message", code));
  }

  /** The connection is gone. */
  fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
