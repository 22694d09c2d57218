import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, TLSSocket } from "node:tls";
import { PresageError } from "@presage/contracts";

/** PEM texts or bytes. */
export interface ServerTls {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** With it clients must have a certificate that one of these authorities has signed. */
  readonly ca?: string | Buffer;
}

export interface Door {
  readonly port: number;
  close(): Promise<void>;
}

export interface DoorOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls?: ServerTls;
  /** Whether a connection may come in, asked before any byte of it is read. */
  readonly admit: (socket: Socket) => boolean;
  /** It is there, decrypted if need be. */
  readonly entered: (socket: Socket) => void;
  /** It did not get through the handshake. */
  readonly failed: (socket: Socket) => void;
}

const HANDSHAKE_MS = 10_000;

/** Listens. Throws `PORT_IN_USE`, `CONFIG_INVALID` for a certificate or key that is none. */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const { host, port, tls } = options;
  const sockets = new Set<Socket>();
  const server = tls === undefined ? createServer(options.entered) : secure(tls, options);
  // Before the server's own listener, which would begin the handshake.
  server.prependListener("connection", (socket: Socket) => {
    if (!options.admit(socket)) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.setNoDelay(true);
    // The listeners of the handshake or of the broker hear of errors too; this one is for between.
    socket.on("error", () => {});
  });
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function secure({ cert, key, ca }: ServerTls, { entered, failed }: DoorOptions): Server {
  const mutual = ca !== undefined;
  try {
    const server = createTlsServer({
      cert,
      key,
      ...(mutual && { ca }),
      requestCert: mutual,
      rejectUnauthorized: mutual,
      handshakeTimeout: HANDSHAKE_MS,
    });
    server.on("secureConnection", entered);
    server.on("tlsClientError", (_, socket) => failed(socket));
    return server;
  } catch (cause) {
    throw new PresageError("CONFIG_INVALID", `TLS: ${(cause as Error).message}`, cause);
  }
}

/** Common name of the certificate that the client was let in with. */
export function certificateName(socket: object): string | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const name: unknown = socket.getPeerCertificate().subject.CN;
  return typeof name === "string" ? name : undefined;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const isTaken = cause.code === "EADDRINUSE";
      reject(isTaken ? new PresageError("PORT_IN_USE", `${host}:${port} is in use`, cause) : cause);
    });
    server.listen(port, host, resolve);
  });
}
