import { loadConfig } from "./config/load.ts";
import type { Config } from "./config/schema.ts";
import { errorLine } from "./error-fields.ts";
import { createHealth, type Health } from "./health.ts";
import { type HttpServer, startHttp } from "./http.ts";
import { createLogger, type Logger } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { exposedSecrets } from "./secret-files.ts";
import { openTracing } from "./open-tracing.ts";
import type { Tracing } from "./tracing.ts";

/** What a service is given to work with. */
export interface ServiceContext {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly http: HttpServer;
  /** Not there if nothing is traced. */
  readonly tracing?: Tracing;
}

/** What a service without pages is given. */
export type StageContext = Omit<ServiceContext, "http">;

export interface RunningService {
  close(): Promise<void>;
  /** Rejects when the service cannot go on. */
  readonly done?: Promise<void>;
}

const SHUTDOWN_MS = 10_000;

/**
 * Runs a process from its configuration to its exit code: 0 after SIGTERM or SIGINT if it closed within 10 s, else 1.
 * `/readyz` fails until `start` is through and once the shutdown begins.
 */
export async function runService(
  name: string,
  start: (context: ServiceContext) => Promise<RunningService>,
  { file }: { readonly file?: string } = {},
): Promise<void> {
  let report = (error: unknown, what: string): void =>
    void process.stderr.write(`${name}: ${what}: ${errorLine(error)}\n`);
  const fail = (error: unknown, what: string): never => {
    report(error, what);
    process.exit(1);
  };
  process.on("uncaughtException", (error) => fail(error, "stopped by a bug"));
  let doing = "cannot start";
  try {
    const config = loadConfig({ env: process.env, file });
    const log = createLogger(config.log, name);
    report = (error, what) => log.error({ error }, what);
    for (const exposed of exposedSecrets(config))
      log.warn({ file: exposed }, "this file has a secret, and everybody on this machine can read it");
    const health = createHealth();
    const metrics = createMetrics();
    health.set(name, { ok: false, why: "starting" });
    const signal = new Promise<string>((resolve) => {
      // Not once: npm and the terminal both pass a Ctrl-C on, and the second one must not cut the shutdown short.
      for (const each of ["SIGTERM", "SIGINT"] as const) process.on(each, resolve);
    });
    const tooSlow = new Error(`not closed within ${SHUTDOWN_MS / 1e3} s`);
    void signal.then(() => setTimeout(() => fail(tooSlow, "gave up"), SHUTDOWN_MS).unref());
    const http = await startHttp({ ...config.http, health, metrics, log });
    const tracing = await openTracing(config, name, log);
    const service = await start({ config, log, metrics, health, http, ...(tracing && { tracing }) });
    service.done?.catch((error: unknown) => fail(error, "cannot go on"));
    health.set(name, { ok: true });
    log.info({ port: http.port }, "ready");

    log.info({ signal: await signal }, "shutting down");
    doing = "cannot close";
    health.set(name, { ok: false, why: "shutting down" });
    await service.close();
    await tracing?.close();
    await http.close();
    log.info({}, "closed");
    process.exit(0);
  } catch (error) {
    fail(error, doing);
  }
}
