import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONSOLE_GROUP, startConsole } from "@presage/console";
import { openEmbedded } from "@presage/embedded";
import { createHealth, createLogger, createMetrics, loadConfig, startHttp } from "@presage/service";
import type { Broker } from "@presage/stream";

/** A console in this process, on a log of its own into which a test writes. */
export interface TestConsole {
  readonly url: string;
  readonly port: number;
  readonly directory: string;
  readonly broker: Broker;
  /** Asks the API; throws on any other status than the one expected. */
  ask<T>(path: string, options?: { method?: string; body?: unknown; status?: number }): Promise<T>;
  /** Ends the process's part of it; the folder stays for the next `startTestConsole` with it. */
  stop(): Promise<void>;
  /** Ends it and removes the folder. */
  close(): Promise<void>;
}

export interface TestConsoleOptions {
  readonly directory?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What `presage.yaml` says. */
  readonly config?: string;
}

export async function startTestConsole({
  directory: given,
  port = 0,
  env = {},
  config: settings = "",
}: TestConsoleOptions = {}): Promise<TestConsole> {
  const directory = given ?? mkdtempSync(join(tmpdir(), "presage-console-"));
  const file = join(directory, "presage.yaml");
  writeFileSync(file, settings);
  const config = loadConfig({
    file,
    env: { PRESAGE_DATA_DIR: directory, PRESAGE_HTTP_PORT: String(port), PRESAGE_LOG_LEVEL: "error", ...env },
  });
  const log = createLogger(config.log, "console");
  const health = createHealth();
  const metrics = createMetrics();
  const http = await startHttp({ ...config.http, health, metrics, log });
  const broker = await openEmbedded({ directory: config.dataDir, partitions: config.broker.partitions });
  const service = await startConsole({ config, log, metrics, health, http }, broker, {
    version: "0.0.0-test",
    inOneProcess: true,
    groups: [CONSOLE_GROUP],
  });
  const url = `http://127.0.0.1:${http.port}`;
  const stop = async (): Promise<void> => {
    await service.close();
    await http.close();
    await broker.close();
  };
  return {
    url,
    port: http.port,
    directory,
    broker,
    async ask<T>(
      path: string,
      { method = "GET", body, status = 200 }: { method?: string; body?: unknown; status?: number } = {},
    ) {
      const response = await fetch(`${url}${path}`, {
        method,
        ...(body !== undefined && {
          body: JSON.stringify(body),
          headers: { "content-type": "application/json" },
        }),
      });
      const text = await response.text();
      if (response.status !== status) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return (text === "" ? undefined : JSON.parse(text)) as T;
    },
    stop,
    async close() {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
