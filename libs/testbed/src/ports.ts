import { createServer } from "node:net";

/**
 * Below what systems take for outgoing connections (Linux from 32768, others from 49152): while a server is down between
 * a kill and a restart, the connections of others must not get its port.
 */
const FIRST = 15_000;
const COUNT = 15_000;

const given = new Set<number>();

/** A loopback port that was free a moment ago. Never the same twice in one process. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(error),
    );
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
