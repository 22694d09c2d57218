import { PresageError } from "@presage/contracts";
import type { MessagePort, Worker } from "node:worker_threads";
import type { CallName, Calls, News, Reply, Request, Span } from "./protocol.ts";

interface Waiting {
  resolve(answer: Calls[CallName]["answer"]): void;
  reject(error: Error): void;
}

/** What is asked within this time goes in one message: each costs as much as some ten requests do. */
const GATHER_MS = 1;

/** Asks the log's thread. */
export class Client {
  readonly #port: MessagePort | Worker;
  readonly #waiting = new Map<number, Waiting>();
  #asked: Request[] = [];
  #handed: ArrayBuffer[] = [];
  #last = 0;
  #sentAt = 0;

  /**
   * @param onAppended told of what others appended
   */
  constructor(port: MessagePort | Worker, onAppended: (spans: readonly Span[]) => void) {
    this.#port = port;
    port.on("message", ({ replies, appended }: News) => {
      for (const reply of replies) this.#settle(reply);
      if (appended.length > 0) onAppended(appended);
    });
    port.unref();
  }

  /** Whether the log could be opened; the first thing that its thread tells. */
  opened(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#wait(0, { resolve: () => resolve(), reject });
    });
  }

  /** @param hand buffers that go to the thread and are of no more use here */
  ask<N extends CallName>(
    call: N,
    ask: Calls[N]["ask"],
    hand: readonly ArrayBuffer[] = [],
  ): Promise<Calls[N]["answer"]> {
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      this.#wait(id, { resolve, reject });
      this.#asked.push({ id, call, ask } as Request);
      this.#handed.push(...hand);
      // While this thread computes on for long, that one is not to stand idle.
      if (performance.now() - this.#sentAt > GATHER_MS) this.#send();
      else if (this.#asked.length === 1) setImmediate(() => this.#send());
    });
  }

  #wait(id: number, waiting: Waiting): void {
    if (this.#waiting.size === 0) this.#port.ref();
    this.#waiting.set(id, waiting);
  }

  #send(): void {
    if (this.#asked.length === 0) return;
    this.#sentAt = performance.now();
    const [asked, handed] = [this.#asked, this.#handed];
    this.#asked = [];
    this.#handed = [];
    this.#port.postMessage(asked, handed);
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    // The process may end while nobody waits for the log.
    if (this.#waiting.size === 0) this.#port.unref();
    if ("answer" in reply) waiting?.resolve(reply.answer);
    else waiting?.reject(new PresageError(reply.code, reply.message, reply.cause));
  }
}
