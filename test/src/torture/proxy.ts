import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A bad network before a server on loopback. */
export interface Proxy {
  readonly port: number;
  /** Nothing passes any more, either way, and nothing is said of it: as if a cable were pulled. */
  hold(): void;
  /** It passes again, also what was sent meanwhile. */
  release(): void;
  /** What is sent arrives so much later, milliseconds; 0 as before. */
  slow(ms: number): void;
  close(): Promise<void>;
}

/** Opens a proxy before a port of loopback. */
export async function openProxy(target: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let isHeld = false;
  let delayMs = 0;

  function pass(from: Socket, to: Socket): void {
    sockets.add(from);
    // One after the other, whatever becomes of the delay meanwhile.
    const queue: { readonly at: number; readonly act: () => void }[] = [];
    function drain(): void {
      for (let next = queue[0]; next !== undefined; next = queue[0]) {
        const wait = next.at - performance.now();
        if (wait > 0) {
          setTimeout(drain, wait);
          return;
        }
        queue.shift();
        next.act();
      }
    }
    const pushed = (act: () => void): void => {
      queue.push({ at: performance.now() + delayMs, act });
      if (queue.length === 1) drain();
    };
    from.on("data", (chunk: Buffer) => pushed(() => void to.write(chunk)));
    from.on("error", () => {});
    from.on("close", () => {
      sockets.delete(from);
      pushed(() => to.destroySoon());
    });
    if (isHeld) from.pause();
  }

  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    for (const socket of [near, far]) socket.setNoDelay(true);
    pass(near, far);
    pass(far, near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    hold() {
      isHeld = true;
      for (const socket of sockets) socket.pause();
    },
    release() {
      isHeld = false;
      for (const socket of sockets) socket.resume();
    },
    slow(ms) {
      delayMs = ms;
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
