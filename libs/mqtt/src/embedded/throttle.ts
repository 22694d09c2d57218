import type { Socket } from "node:net";
import { FrameLimit } from "../frame-limit.ts";

/** How much a second; a second's worth may come at once. */
export interface Rates {
  readonly messages: number;
  readonly bytes: number;
}

/** A token bucket that may be overdrawn: who took more than there is waits until it is paid back. */
export class Allowance {
  readonly #perSecond: number;
  #left: number;
  #at: number;

  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond;
    this.#at = now;
  }

  /** Takes some at a time in milliseconds; returns how long to wait before taking more, milliseconds. */
  take(amount: number, now: number): number {
    const earned = ((now - this.#at) * this.#perSecond) / 1e3;
    this.#left = Math.min(this.#perSecond, this.#left + earned) - amount;
    this.#at = now;
    return Math.max(0, (-this.#left / this.#perSecond) * 1e3);
  }
}

export interface Throttle {
  /** From now on the client is not slowed down. */
  lift(): void;
}

/**
 * Watches what a client sends on its way into the socket's buffer. A packet above the limit ends the connection before its
 * bytes are gathered, as Aedes would gather them. Who sends faster than its rates is not read for a while: TCP
 * holds it back, and nothing is lost.
 */
export function throttle(
  socket: Socket,
  { maxPacketBytes, rates }: { readonly maxPacketBytes: number; readonly rates: Rates },
  told: { tooLong(): void; held(milliseconds: number): void },
): Throttle {
  const limit = new FrameLimit(maxPacketBytes);
  const start = performance.now();
  const messages = new Allowance(rates.messages, start);
  const bytes = new Allowance(rates.bytes, start);
  const push = socket.push.bind(socket);
  const read = socket._read.bind(socket);
  let lifted = false;
  let until = 0;
  let timer: NodeJS.Timeout | undefined;

  socket.push = (chunk: Buffer | null, encoding) => {
    if (chunk === null) return push(chunk, encoding);
    const before = limit.messages;
    if (!limit.accepts(chunk)) {
      told.tooLong();
      socket.destroy();
      return false;
    }
    if (lifted) return push(chunk, encoding);
    const now = performance.now();
    const wait = Math.max(messages.take(limit.messages - before, now), bytes.take(chunk.length, now));
    if (wait > 0) {
      until = now + wait;
      told.held(wait);
    }
    // False makes the socket stop reading until it is asked for more, which `_read` puts off.
    return push(chunk, encoding) && wait === 0;
  };
  socket._read = (size) => {
    const wait = until - performance.now();
    clearTimeout(timer);
    if (wait <= 0) read(size);
    else timer = setTimeout(() => read(size), wait);
  };
  socket.once("close", () => clearTimeout(timer));
  return {
    lift: () => {
      lifted = true;
    },
  };
}
