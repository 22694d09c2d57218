import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import { PresageError } from "@presage/contracts";
import type { Logger } from "./log.ts";
import { readPem } from "./tls-files.ts";

/** How long a client may take, and how much it may ask of a server at once. */
const LIMITS = {
  /** Until all headers are there, ms: who sends them byte by byte must not hold a connection. */
  headersTimeout: 10_000,
  /** Until all of the body is there, ms. */
  requestTimeout: 60_000,
  /** How often these are looked at, ms. */
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 10_000,
  /** Bytes of all headers and the address; more is answered 431. */
  maxHeaderSize: 16_384,
};

/** Connections at once; more are closed. */
const MOST_CONNECTIONS = 2_000;

/** How often it is looked whether the certificate was renewed, ms. */
const RENEWAL_MS = 60_000;

export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** An HTTP server with limits, not listening yet. */
export function createListener(answer: RequestListener, limits: Partial<typeof LIMITS> = {}): Server {
  const server = createServer({ ...LIMITS, ...limits }, answer);
  server.maxConnections = MOST_CONNECTIONS;
  return server;
}

/** The same over TLS 1.2 or newer. Throws `FILE_UNREADABLE`. */
export function createTlsListener(
  answer: RequestListener,
  files: CertificateFiles,
  log: Logger,
  renewal = RENEWAL_MS,
): TlsServer {
  let used = readBoth(files);
  const server = createTls(answer, used);
  server.maxConnections = MOST_CONNECTIONS;
  const timer = setInterval(() => {
    try {
      const found = readBoth(files);
      if (found.cert.equals(used.cert) && found.key.equals(used.key)) return;
      server.setSecureContext({ ...found, minVersion: "TLSv1.2" });
      used = found;
      log.info({ cert: files.cert }, "the certificate was renewed");
    } catch (error) {
      log.warn({ error }, "the certificate cannot be read again; the one before it stays");
    }
  }, renewal);
  timer.unref();
  server.once("close", () => clearInterval(timer));
  return server;
}

function createTls(answer: RequestListener, pair: ReturnType<typeof readBoth>): TlsServer {
  try {
    return createTlsServer({ ...LIMITS, minVersion: "TLSv1.2", handshakeTimeout: 10_000, ...pair }, answer);
  } catch (cause) {
    throw new PresageError("FILE_UNREADABLE", "http.tls has no certificate with its own private key", cause);
  }
}

const readBoth = ({ cert, key }: CertificateFiles) => ({ cert: readPem(cert), key: readPem(key) });
