import { type EmbeddedBroker, openSource, type Source, startEmbeddedBroker } from "@presage/mqtt";
import { createHealth, createLogger, createMetrics, loadConfig, type ServiceContext } from "@presage/service";
import { decodePresence, type HostPresence } from "@presage/sparkplug";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSparkplugHost } from "./sparkplug-host.ts";

const config = loadConfig({ env: { PRESAGE_LOG_LEVEL: "error" } });
const [settings] = config.sources;

describe("the host application of a source", () => {
  let broker: EmbeddedBroker;
  let listener: Source;
  let said: HostPresence[];
  beforeEach(async () => {
    broker = await startEmbeddedBroker({ host: "127.0.0.1", port: 0 });
    said = [];
    listener = openSource(
      {
        url: broker.url,
        clientId: "listener",
        clean: true,
        subscriptions: [{ filter: "spBv1.0/STATE/presage", qos: 1 }],
      },
      async (arrivals) => {
        said.push(...arrivals.flatMap(({ payload }) => decodePresence(payload) ?? []));
        await Promise.resolve();
      },
    );
    await expect.poll(() => listener.state.status).toBe("connected");
  });
  afterEach(async () => {
    await listener.close();
    await broker.close();
  });

  function start(patienceMs: number) {
    if (settings === undefined) throw new Error("no source");
    const log = createLogger(config.log, "bridge");
    const context = { config, log, metrics: createMetrics(), health: createHealth() };
    const connection = { url: broker.url };
    return startSparkplugHost(
      context as unknown as ServiceContext,
      settings,
      () => undefined,
      connection,
      () => Promise.resolve(),
      patienceMs,
    );
  }
  const online = (): boolean[] => said.map((presence) => presence.online);

  it("is offline to edge nodes while the log takes no messages, by the time of its connection", async () => {
    const host = start(1);
    await expect.poll(online).toEqual([true]);
    host.suspend();
    host.suspend();
    await expect.poll(online).toEqual([true, false]);
    host.resume();
    await expect.poll(online).toEqual([true, false, true]);
    expect(new Set(said.map(({ timestamp }) => timestamp)).size).toBe(1);
    const before = Date.now();
    await host.close();
    await expect.poll(online).toEqual([true, false, true, false]);
    expect(said.at(-1)?.timestamp).toBeGreaterThanOrEqual(before);
  });

  it("is not offline for a moment of the log", async () => {
    const host = start(600_000);
    await expect.poll(online).toEqual([true]);
    host.suspend();
    host.resume();
    await host.close();
    await expect.poll(online).toEqual([true, false]);
  });
});
