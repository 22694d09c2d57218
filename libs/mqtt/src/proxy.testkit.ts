import { type AddressInfo, type Socket, connect, createServer } from "node:net";

/** A TCP proxy on the way to a broker, to break connections as a bad network does. */
export interface Proxy {
  readonly url: string;
  /** Breaks all connections; new ones are accepted, unless `refuse` is set. */
  cut(): void;
  /** Breaks new connections at once while set. */
  refuse: boolean;
  close(): Promise<void>;
}

/** `rate` is what passes each way, bytes a second; more is held back. */
export async function startProxy(target: string, { rate = Infinity } = {}): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    if (proxy.refuse) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      if (rate === Infinity) socket.pipe(other);
      else trickle(socket, other, rate);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: Proxy = {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: false,
    cut() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    async close() {
      proxy.refuse = true;
      proxy.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

/** Passes on what comes, and reads on when that much may have passed. */
function trickle(from: Socket, to: Socket, rate: number): void {
  from.on("data", (chunk: Buffer) => {
    from.pause();
    to.write(chunk);
    setTimeout(() => from.resume(), (chunk.length / rate) * 1e3);
  });
}

/** Waits until something holds; throws what it is about after ten seconds. */
export async function until(what: string, holds: () => boolean, timeoutMs = 10_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What holds a handler back until it is opened. */
export class Gate {
  open: () => void = () => {};
  readonly passed: Promise<void> = new Promise((resolve) => (this.open = resolve));
}
