import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startBridge } from "@presage/bridge";
import { startConsole } from "@presage/console";
import { startFeatures } from "@presage/features";
import { startGrouper } from "@presage/grouper";
import { loadProfile } from "@presage/mes";
import { runPublisher, startPublisher } from "@presage/publisher";
import { startQuality } from "@presage/quality";
import { startScorer } from "@presage/scorer";
import {
  createHealth,
  createLogger,
  createMetrics,
  loadConfig,
  type ServiceContext,
  startHttp,
} from "@presage/service";
import { openTape, type Tape, type Volume } from "./tape.ts";

export const SHIPPED = fileURLToPath(new URL("../../../models/bearing-wear", import.meta.url));

/** A service of the pipeline that reads from and writes to a tape. */
export interface Rig {
  readonly tape: Tape;
  /** What the MES was told; of the publisher only. */
  readonly told: Volume;
  readonly bridge?: ReturnType<typeof startBridge>;
  close(): Promise<void>;
}

export type ServiceName = "bridge" | "features" | "scorer" | "grouper" | "quality" | "publisher" | "console";

const made: string[] = [];
process.once("exit", () => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

export function contextOf(env: Readonly<Record<string, string>> = {}): Omit<ServiceContext, "http"> {
  const directory = mkdtempSync(join(tmpdir(), "presage-scale-"));
  made.push(directory);
  const config = loadConfig({
    env: { PRESAGE_DATA_DIR: directory, PRESAGE_ADMISSION_ASSETS: "10000000", ...env },
  });
  const log = createLogger({ level: "error", format: "json" }, "scale");
  return { config, log, metrics: createMetrics(), health: createHealth() };
}

/** Starts a service alone; the environment variables are its settings. */
export async function openRig(
  name: ServiceName,
  env: Readonly<Record<string, string>> = {},
  tape = openTape(),
  /** Of an MQTT broker; without one messages are handed to the bridge, and the MES's are only counted. */
  url?: string,
): Promise<Rig> {
  const told: Volume = { messages: 0, bytes: 0 };
  const context = contextOf(env);
  const http = { ...context, http: undefined } as unknown as ServiceContext;
  if (name === "bridge") {
    const bridge = startBridge(http, tape, url);
    return { tape, told, bridge, close: () => bridge.close() };
  }
  const starts: Record<Exclude<ServiceName, "bridge">, () => Promise<{ close(): Promise<void> }>> = {
    features: () => startFeatures(http, tape),
    scorer: () => startScorer(context, tape, SHIPPED),
    grouper: () => startGrouper(http, tape),
    quality: () => startQuality(http, tape),
    publisher: () => (url === undefined ? startTelling() : startPublisher(http, tape, url)),
    console: startShowing,
  };
  const running = await starts[name]();
  return { tape, told, close: () => running.close() };

  function startTelling() {
    const profile = loadProfile(context.config.mes);
    return runPublisher(tape, async (announcements) => {
      for (const announcement of announcements) {
        const message = await profile.message(announcement);
        if (message === undefined) continue;
        told.messages++;
        told.bytes += Buffer.byteLength(message.topic) + Buffer.byteLength(message.payload);
      }
    });
  }

  async function startShowing() {
    const { config, health, metrics, log } = context;
    const server = await startHttp({ ...config.http, port: 0, health, metrics, log });
    const options = { version: "0.0.0-scale", inOneProcess: true, groups: [] };
    const service = await startConsole({ ...context, http: server }, tape, options);
    return {
      async close() {
        await service.close();
        await server.close();
      },
    };
  }
}
