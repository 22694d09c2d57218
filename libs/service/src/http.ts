import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { PresageError } from "@presage/contracts";
import type { Health } from "./health.ts";
import { type CertificateFiles, createListener, createTlsListener } from "./http-listener.ts";
import type { Logger } from "./log.ts";
import { isLoopback } from "./loopback.ts";
import type { Metrics } from "./metrics.ts";

/** Answers every request that is not for health or metrics. */
export type Routes = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface ServeOptions {
  /** Whether the routes let in only who has proved who he is; default false. */
  readonly authenticated?: boolean;
}

export interface HttpServer {
  /** The port that was taken, also if 0 was asked for. */
  readonly port: number;
  /** Where it is reached: `https://127.0.0.1:8080` */
  readonly url: string;
  /** Serves more than health and metrics. Throws `CONFIG_INVALID` beyond loopback, unless they ask who is asking. */
  serve(routes: Routes, options?: ServeOptions): void;
  close(): Promise<void>;
}

export interface HttpOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Certificate and key to serve over TLS with; without them HTTP is plain. */
  readonly tls?: Partial<CertificateFiles>;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly routes?: Routes;
}

/**
 * Serves `/healthz` (200 while the process answers), `/readyz` (200, or 503 with what is failing and why), `/metrics`
 * (Prometheus), and `routes`.
 * Throws `PORT_IN_USE`, `FILE_UNREADABLE` for a certificate, and `CONFIG_INVALID` for one that is none, or an address it cannot or must not listen on.
 */
export async function startHttp({
  host,
  port,
  tls = {},
  health,
  metrics,
  log,
  ...rest
}: HttpOptions): Promise<HttpServer> {
  let routes = notFound;

  function serve(more: Routes, { authenticated = false }: ServeOptions = {}): void {
    if (!authenticated && !isLoopback(host))
      throw new PresageError(
        "CONFIG_INVALID",
        `http.host is ${host}, but nobody has to log in: beyond loopback only health and metrics are served.`,
      );
    routes = more;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split("?", 1)[0];
    const reading = request.method === "GET" || request.method === "HEAD";
    if (reading && path === "/healthz") return sendJson(response, 200, { alive: true });
    if (reading && path === "/readyz") {
      const failing = health.failing();
      const ready = Object.keys(failing).length === 0;
      return sendJson(response, ready ? 200 : 503, { ready, failing });
    }
    if (reading && path === "/metrics") {
      const body = await metrics.registry.metrics();
      response.writeHead(200, { "content-type": metrics.registry.contentType }).end(body);
      return;
    }
    await routes(request, response);
  }

  if (rest.routes !== undefined) serve(rest.routes);
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => {
      log.error({ error, url: request.url }, "a request could not be answered");
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: "internal error" });
    });
  };
  const { cert, key } = tls;
  const isSecure = cert !== undefined && key !== undefined;
  const server = isSecure ? createTlsListener(listener, { cert, key }, log) : createListener(listener);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(refused(error, host, port)));
    server.listen(port, host, resolve);
  });

  const taken = (server.address() as AddressInfo).port;
  return {
    port: taken,
    url: `${isSecure ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${taken}`,
    serve,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

const notFound: Routes = (_request, response) => sendJson(response, 404, { error: "not found" });

function refused(error: NodeJS.ErrnoException, host: string, port: number): PresageError {
  if (error.code === "EADDRINUSE")
    return new PresageError(
      "PORT_IN_USE",
      `Something else listens on ${host}:${port}. Stop it, or set http.port (PRESAGE_HTTP_PORT).`,
      error,
    );
  return new PresageError("CONFIG_INVALID", `http cannot listen on ${host}:${port}: ${error.message}`, error);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
}
